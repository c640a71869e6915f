package dev.cairn.console;

import dev.cairn.backup.Identity;
import dev.cairn.console.BackupDocuments.KeysDocument;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "keygen",
        customSynopsis = "cairn keygen --out FILE [OPTION...]",
        header = "Make the keys that encrypt, open and sign backups.",
        description = "One identity file, which only its owner can read: an age identity, and a signing key. Prints the"
                + " public halves: --recipient and --trust take a file with them. Nothing that is there is replaced."
                + " Without the identity file, backups encrypted to it cannot be opened: keep a copy elsewhere.",
        footer = {"  cairn keygen --out shop.key > shop.pub", "  cairn keygen --out shop.key --json"})
final class KeygenCommand extends CairnCommand {
    @Option(names = "--out", required = true, paramLabel = "FILE", order = 1, description = "The new identity file.")
    private Path file = Path.of("");

    KeygenCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    Answer run() {
        Identity identity = Identity.generate();
        identity.write(file);
        KeysDocument document = new KeysDocument(
                file.toString(), identity.recipients(), identity.signer().orElseThrow());
        return new Answer(Exit.FINE, document, page -> print(page, document));
    }

    private static void print(Page page, KeysDocument document) {
        page.fact("identity", Style.harmless(document.file()));
        document.recipients().forEach(r -> page.fact("recipient", r));
        page.fact("signer", document.signer());
    }
}
