package dev.cairn.console;

import dev.cairn.console.Documents.LintDocument;
import dev.cairn.schema.Finding;
import dev.cairn.schema.Finding.Level;
import dev.cairn.schema.Migrations;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "lint",
        customSynopsis = "cairn lint (--system NAME | --migrations DIR) [OPTION...]",
        header = "Look for what could be better in migrations.",
        description = "One line a finding. Exits with 1 if one is a problem; advice alone is fine.",
        footer = {"  cairn lint --system hive", "  cairn lint --migrations db/shop --json"})
final class LintCommand extends SourceCommand {
    @Option(
            names = "--db",
            paramLabel = "FILE",
            order = -20,
            description = "Taken as by the other commands, and not looked at.")
    @SuppressWarnings("unused") // so that one line of options does for all commands
    private @Nullable Path database;

    LintCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    Answer run(Migrations migrations) {
        List<Finding> findings = migrations.lint();
        LintDocument document = LintDocument.of(migrations.origin(), findings);
        return new Answer(Exit.fineIf(document.problems() == 0), document, page -> print(page, findings));
    }

    private static void print(Page page, List<Finding> findings) {
        for (Finding finding : findings) {
            Level level = finding.rule().level();
            String word = level.name().toLowerCase(Locale.ROOT);
            page.line((level == Level.PROBLEM
                            ? page.style().bad(word)
                            : page.style().warning(word))
                    + Style.harmless(
                            "  " + finding.subject() + ": " + finding.text().replace('\n', ' ')));
        }
        if (findings.isEmpty()) {
            page.line(page.style().good("Nothing found."));
        }
    }
}
