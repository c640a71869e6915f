package dev.cairn.console;

import dev.cairn.backup.BackupException;
import dev.cairn.schema.MigrationException;

/** How a command ended, for the shell. */
enum Exit {
    /** As asked. */
    FINE(0),
    /** The thing that was checked is not fine. */
    NOT_FINE(1),
    /** The command line cannot be understood. */
    USAGE(2),
    /** Refused or failed, with nothing changed. */
    REFUSED(3),
    /** Somebody has to look at the database. */
    OPERATOR(4);

    private final int code;

    Exit(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    static Exit fineIf(boolean fine) {
        return fine ? FINE : NOT_FINE;
    }

    static Exit of(Throwable e) {
        return needsOperator(e) ? OPERATOR : REFUSED;
    }

    private static boolean needsOperator(Throwable e) {
        if (e instanceof BackupException b) {
            return switch (b.kind()) {
                case NEEDS_OPERATOR, UNFINISHED_RESTORE, BAD_JOURNAL -> true;
                default -> false;
            };
        }
        return e instanceof MigrationException m && m.kind().needsOperator();
    }
}
