package dev.cairn.backup;

import dev.cairn.backup.BackupException.Kind;
import dev.cairn.backup.format.Encryption;
import dev.cairn.backup.format.Keyring;
import dev.cairn.backup.format.Keys;
import dev.cairn.backup.format.Manifest;
import dev.cairn.backup.format.Passphrase;
import dev.cairn.backup.format.Trust;
import dev.cairn.backup.store.Repository;
import dev.cairn.backup.store.Settings;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Sets up a {@link Backups}. To take backups, say how they are encrypted: by {@link #recipient}, {@link #passphrase} or
 * {@link #unencrypted}. To read encrypted ones, give an {@link #identity} or the passphrase. Not thread-safe.
 */
public final class BackupsBuilder {
    private static final int DEFAULT_LEVEL = 3;
    private static final int HIGHEST_LEVEL = 19;
    private static final int LONGEST_CHAIN = 14;

    private final Repository repository;
    private final List<String> recipients = new ArrayList<>();
    private final List<Identity> identities = new ArrayList<>();
    private final Set<String> trusted = new HashSet<>();
    private char @Nullable [] passphrase;
    private int work = Passphrase.DEFAULT_WORK;
    private boolean unencrypted;
    private boolean trustUnsigned;
    private @Nullable Identity signing;
    private int level = DEFAULT_LEVEL;
    private @Nullable Path staging;
    private @Nullable String database;
    private @Nullable Retention retention;
    private boolean strict;
    private boolean allowEmpty;
    private boolean readBack = true;
    private int longestChain = LONGEST_CHAIN;
    private String by = "system";
    private Clock clock = Clock.systemUTC();
    private Progress.@Nullable Listener progress;
    private BackupListener listener = event -> {};

    BackupsBuilder(Path repository) {
        this.repository = new Repository(repository);
    }

    /** Encrypts to this age recipient, {@code age1…}; to each of several if called again. */
    public BackupsBuilder recipient(String recipient) {
        recipients.add(Keys.requireRecipient(recipient));
        return this;
    }

    /** Encrypts by this passphrase, and reads what is encrypted by it. */
    public BackupsBuilder passphrase(char[] secret) {
        if (secret.length == 0) {
            throw bad("passphrase", "it is empty");
        }
        this.passphrase = secret.clone();
        return this;
    }

    /**
     * What each try of a passphrase costs: 2 to this power, times a kilobyte, of memory. 16 unless said otherwise; from
     * 10 to 20.
     */
    public BackupsBuilder passphraseWork(int logN) {
        if (logN < 10 || logN > Passphrase.MOST_WORK) {
            throw bad("passphrase work", "it is not from 10 to " + Passphrase.MOST_WORK);
        }
        this.work = logN;
        return this;
    }

    /** Leaves new backups unencrypted. */
    public BackupsBuilder unencrypted() {
        this.unencrypted = true;
        return this;
    }

    /** Reads what is encrypted to this identity; to each of several if called again. */
    public BackupsBuilder identity(Identity identity) {
        identities.add(identity);
        return this;
    }

    /** Signs new backups with the signing key of this identity, which is trusted then. */
    public BackupsBuilder sign(Identity identity) {
        identity.requireSigningKey();
        this.signing = identity;
        return this;
    }

    /** Believes only backups signed by this key, {@code cairnsig1…}; or by each of several if called again. */
    public BackupsBuilder trust(String signer) {
        Keys.signer(signer);
        trusted.add(signer);
        return this;
    }

    /** Believes backups without a signature even where others are signed. */
    public BackupsBuilder trustUnsigned() {
        this.trustUnsigned = true;
        return this;
    }

    /** The level of zstd, 1 to 19; 0 for no compression. 3 unless said otherwise. */
    public BackupsBuilder compression(int zstdLevel) {
        if (zstdLevel < 0 || zstdLevel > HIGHEST_LEVEL) {
            throw bad("compression", "it is not from 0 to " + HIGHEST_LEVEL);
        }
        this.level = zstdLevel;
        return this;
    }

    /** Where plain copies lie while they are needed, instead of {@code tmp} in the repository: best in memory. */
    public BackupsBuilder staging(Path directory) {
        this.staging = directory;
        return this;
    }

    /** The name of the database, where its file has another name than when the repository was made. */
    public BackupsBuilder database(String name) {
        if (name.isBlank()) {
            throw bad("database", "it is blank");
        }
        this.database = name;
        return this;
    }

    /** Deletes old backups after each new one. */
    public BackupsBuilder retention(Retention rule) {
        this.retention = rule;
        return this;
    }

    /** Refuses to back up a database with defects, or one whose writers would wait: not in WAL mode. */
    public BackupsBuilder strict(boolean on) {
        this.strict = on;
        return this;
    }

    /** Whether a database without a table is backed up. */
    public BackupsBuilder allowEmpty(boolean on) {
        this.allowEmpty = on;
        return this;
    }

    /**
     * Whether everything written is read again, decrypted and decompressed, before it counts. On unless said otherwise.
     */
    public BackupsBuilder readBack(boolean on) {
        this.readBack = on;
        return this;
    }

    /** How many increments follow each other before a full backup is made instead: 14 unless said otherwise. */
    public BackupsBuilder longestChain(int increments) {
        if (increments < 0 || increments >= Manifest.DEEPEST_CHAIN) {
            throw bad("longest chain", "it is out of range");
        }
        this.longestChain = increments;
        return this;
    }

    /** Who is noted as the one who started it: {@code system} unless said otherwise. */
    public BackupsBuilder as(String name) {
        this.by = requireName(name);
        return this;
    }

    static String requireName(String name) {
        if (name.isBlank()) {
            throw bad("as", "it is blank");
        }
        return name;
    }

    /** What time it is. */
    public BackupsBuilder clock(Clock source) {
        this.clock = source;
        return this;
    }

    /** Who hears how far an operation is. */
    public BackupsBuilder progress(Progress.Listener hearer) {
        this.progress = hearer;
        return this;
    }

    /** Who hears of every backup. */
    public BackupsBuilder listener(BackupListener hearer) {
        this.listener = hearer;
        return this;
    }

    private static BackupException bad(String setting, String problem) {
        return BackupException.of(Kind.BAD_SETTING)
                .with("setting", setting)
                .with("problem", problem)
                .build();
    }

    /** Access to the repository. Nothing is read or written yet. */
    public Backups build() {
        Passphrase secret = passphrase == null ? null : new Passphrase(passphrase, work);
        Set<String> believed = new HashSet<>(trusted);
        if (signing != null && !trusted.isEmpty()) {
            signing.signer().ifPresent(believed::add);
        }
        return new Backups(new Settings(
                repository,
                level,
                encryption(secret),
                new Keyring(ageKeys(), secret == null ? List.of() : List.of(secret)),
                signing == null ? null : signing.requireSigningKey(),
                new Trust(believed, trustUnsigned),
                staging,
                Optional.ofNullable(database),
                Optional.ofNullable(retention),
                strict,
                allowEmpty,
                readBack,
                longestChain,
                by,
                clock,
                progress,
                listener));
    }

    private List<String> ageKeys() {
        return identities.stream().flatMap(i -> i.ageKeys().stream()).toList();
    }

    private @Nullable Encryption encryption(@Nullable Passphrase secret) {
        if (unencrypted && !recipients.isEmpty()) {
            throw bad("encryption", "recipients and none at once");
        }
        if (unencrypted) {
            return Encryption.none();
        }
        if (!recipients.isEmpty() && secret != null) {
            throw bad("encryption", "the age format has either recipients or a passphrase");
        }
        if (secret != null) {
            return Encryption.by(secret);
        }
        return recipients.isEmpty() ? null : Encryption.to(recipients);
    }
}
