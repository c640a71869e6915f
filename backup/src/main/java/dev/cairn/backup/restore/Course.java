package dev.cairn.backup.restore;

import dev.cairn.backup.BackupException;
import dev.cairn.backup.BackupException.Kind;
import dev.cairn.backup.RestoreState;
import java.io.IOException;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** The way of one restore from state to state: on the disk first, then told. */
final class Course {
    private final RestoreSite site;
    private final Consumer<RestoreState> hearer;
    private RestoreJournal journal;

    Course(RestoreSite site, RestoreJournal journal, Consumer<RestoreState> hearer) {
        this.site = site;
        this.journal = journal;
        this.hearer = hearer;
    }

    RestoreSite site() {
        return site;
    }

    RestoreJournal journal() {
        return journal;
    }

    RestoreState state() {
        return journal.state();
    }

    /** Takes something down, which is on the disk with the next state. */
    void note(UnaryOperator<RestoreJournal> change) {
        journal = change.apply(journal);
    }

    void reach(RestoreState next) throws IOException {
        journal = journal.at(next);
        site.save(journal);
        try {
            hearer.accept(next);
        } catch (RuntimeException e) {
            throw BackupException.of(Kind.CANCELLED)
                    .with("at", next)
                    .hint("Nothing was kept of it. The cause says who stopped it.")
                    .because(e)
                    .build();
        }
    }

    /** Gives up what has not touched the database. */
    void abandon() throws IOException {
        site.clean();
        site.forget(journal);
        site.close();
    }
}
