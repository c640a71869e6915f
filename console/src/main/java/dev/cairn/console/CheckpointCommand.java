package dev.cairn.console;

import dev.cairn.console.Documents.CheckpointDocument;
import dev.cairn.dal.Database;
import dev.cairn.dal.insight.Checkpoint;
import java.time.Duration;
import picocli.CommandLine.Command;

@Command(
        name = "checkpoint",
        customSynopsis = "cairn checkpoint --db FILE [OPTION...]",
        header = "Move the write-ahead log into the file, and empty it.",
        description =
                "Changes no row. Services that use the file meanwhile go on. Exits with 1 if somebody still reads what"
                        + " was there before, so that the log could not be emptied.",
        footer = {"  cairn checkpoint --db app.db", "  cairn checkpoint --db app.db --json"})
final class CheckpointCommand extends FileCommand {
    private static final Checkpoint NONE = new Checkpoint(true, 0, 0, 0, 0, Duration.ZERO);

    CheckpointCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    Answer run() {
        Checkpoint checkpoint = isWriteAhead() ? checkpoint() : NONE;
        return new Answer(
                Exit.fineIf(checkpoint.complete()),
                CheckpointDocument.of(database(), checkpoint),
                page -> print(page, checkpoint));
    }

    /** A file without a log is left as it is: opening it for writing would give it one. */
    private boolean isWriteAhead() {
        try (Database db = openForReading()) {
            return db.inspect().health().writeAhead();
        }
    }

    private Checkpoint checkpoint() {
        try (Database db = openForWriting()) {
            return db.maintain().checkpoint();
        }
    }

    private static void print(Page page, Checkpoint checkpoint) {
        if (checkpoint.frames() == 0 && checkpoint.complete()) {
            page.line("Nothing to do: there is nothing in a log.");
            return;
        }
        page.fact(
                "state",
                checkpoint.complete()
                        ? page.style().good("the log is empty")
                        : page.style().warning("somebody still reads what was there before"));
        page.fact("moved", checkpoint.moved() + " of " + Units.count(checkpoint.frames(), "page"));
        page.fact(
                "log", Units.bytes(checkpoint.bytesBefore()) + " before, now " + Units.bytes(checkpoint.bytesAfter()));
        page.fact("took", Units.text(checkpoint.took()));
    }
}
