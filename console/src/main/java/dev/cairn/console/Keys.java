package dev.cairn.console;

import dev.cairn.backup.BackupException;
import dev.cairn.backup.BackupsBuilder;
import dev.cairn.backup.Identity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** The keys of backups as options: those that open them, those that are believed, and those that close and sign. */
final class Keys {
    private static final Pattern RECIPIENT = Pattern.compile("\\bage1\\w+");
    private static final Pattern SIGNER = Pattern.compile("\\bcairnsig1\\w*");

    private Keys() {}

    /** What opens backups. */
    static final class Opening {
        @Option(
                names = "--identity",
                paramLabel = "FILE",
                order = 30,
                description = "An identity file that opens them, of keygen or age-keygen; repeat it for several.")
        private List<Path> identities = List.of();

        @Option(
                names = "--passphrase-file",
                paramLabel = "FILE",
                order = 31,
                description = "A file whose first line is the passphrase that opens them.")
        private @Nullable Path passphrase;

        void set(BackupsBuilder builder) {
            identities.forEach(file -> builder.identity(Identity.read(file)));
            if (passphrase != null) {
                builder.passphrase(passphrase(passphrase));
            }
        }
    }

    /** Whose backups are believed. */
    static final class Believing {
        @Option(
                names = "--trust",
                paramLabel = "FILE",
                order = 40,
                description = "Believe only what the keys cairnsig1... in this file have signed; what keygen printed"
                        + " will do.")
        private List<Path> trusted = List.of();

        @Option(
                names = "--trust-unsigned",
                order = 41,
                description = "Believe unsigned backups even where others are signed.")
        private boolean unsignedToo;

        void set(BackupsBuilder builder) {
            trusted.forEach(file -> signers(file).forEach(builder::trust));
            if (unsignedToo) {
                builder.trustUnsigned();
            }
        }
    }

    /** How new backups are closed and signed. */
    static final class Closing {
        static final class Choice {
            @Option(
                    names = "--recipient",
                    required = true,
                    paramLabel = "AGE",
                    order = 20,
                    description = "Encrypt to this public key age1..., or to those in this file, such as what keygen"
                            + " printed; repeat it for several.")
            private List<String> recipients = List.of();

            @Option(
                    names = "--passphrase-file",
                    required = true,
                    paramLabel = "FILE",
                    order = 21,
                    description = "Encrypt by the passphrase that is the first line of this file.")
            private @Nullable Path passphrase;

            @Option(
                    names = "--no-encryption",
                    required = true,
                    order = 22,
                    description = "Leave it unencrypted: whoever can read the repository can read the rows.")
            private boolean none;
        }

        @ArgGroup(multiplicity = "0..1", order = 20)
        private @Nullable Choice choice;

        @Option(
                names = "--sign",
                paramLabel = "FILE",
                order = 30,
                description = "Sign it with the signing key in this identity file, which opens earlier backups too.")
        private @Nullable Path signing;

        @Option(
                names = "--identity",
                paramLabel = "FILE",
                order = 31,
                description = "Opens earlier backups, for increments: without a key each backup is full.")
        private List<Path> identities = List.of();

        void set(BackupsBuilder builder) {
            if (choice == null) {
                throw unchosen(
                        "Choose: --recipient AGE, which keygen prints; --passphrase-file FILE; or --no-encryption.");
            }
            choice.recipients.forEach(value -> recipient(builder, value));
            if (choice.passphrase != null) {
                builder.passphrase(passphrase(choice.passphrase));
            }
            if (choice.none) {
                builder.unencrypted();
            }
            if (signing != null) {
                sign(builder, signing);
            }
            identities.forEach(file -> builder.identity(Identity.read(file)));
        }
    }

    private static void recipient(BackupsBuilder builder, String value) {
        try {
            recipient(builder, value, Path.of(value));
        } catch (Refused e) {
            throw Refused.because(e.refusal(), "option", "--recipient");
        }
    }

    /** Encrypts to a public key, or to all that are in a file. What looks like a key is never taken for a file. */
    static void recipient(BackupsBuilder builder, String value, Path file) {
        boolean inFile = !RECIPIENT.matcher(value).matches() && Files.exists(file);
        try {
            (inFile ? keys(RECIPIENT, file, "age1...") : List.of(value)).forEach(builder::recipient);
        } catch (BackupException e) {
            throw Refused.of(
                    e.kind().name(),
                    e.kind().text(),
                    "Give a key age1..., which stands in one line of what keygen printed, or a file with such lines.",
                    inFile ? "file" : "expected",
                    inFile ? file.toString() : "age1...");
        }
    }

    static Refused unchosen(String hint) {
        return Refused.of("NO_ENCRYPTION_CHOSEN", "nothing says how to encrypt", hint);
    }

    /** The identity that signs is a recipient as a rule, so it opens what increments build on. */
    static void sign(BackupsBuilder builder, Path file) {
        Identity identity = Identity.read(file);
        builder.sign(identity).identity(identity);
    }

    static char[] passphrase(Path file) {
        String first = text(file).lines().findFirst().orElse("");
        if (first.isEmpty()) {
            throw bad(file, "its first line is empty");
        }
        return first.toCharArray();
    }

    /** The public signing keys in a text, whatever else it says. */
    static List<String> signers(Path file) {
        return keys(SIGNER, file, "cairnsig1...");
    }

    private static List<String> keys(Pattern key, Path file, String like) {
        List<String> found =
                key.matcher(text(file)).results().map(MatchResult::group).toList();
        if (found.isEmpty()) {
            throw bad(file, "there is no key " + like + " in it");
        }
        return found;
    }

    private static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw bad(file, Refused.why(e));
        }
    }

    private static Refused bad(Path file, String problem) {
        return Refused.of(
                "BAD_KEY",
                "a file of keys cannot be used",
                "Check the path, and what is in the file.",
                "file",
                file.toString(),
                "problem",
                problem);
    }
}
