package dev.cairn.console;

import dev.cairn.backup.Backups;
import dev.cairn.backup.RestorePolicy;
import dev.cairn.backup.RestoreState;
import java.nio.file.Path;

/** A restore whose process dies at a state: repository, id, database, state. */
final class HaltingRestore {
    static final int DIED = 9;

    private HaltingRestore() {}

    public static void main(String[] args) {
        RestoreState last = RestoreState.valueOf(args[3]);
        Backups.in(Path.of(args[0]))
                .build()
                .restore(args[1], Path.of(args[2]), RestorePolicy.careful().onState(state -> {
                    if (state == last) {
                        Runtime.getRuntime().halt(DIED);
                    }
                }));
    }
}
