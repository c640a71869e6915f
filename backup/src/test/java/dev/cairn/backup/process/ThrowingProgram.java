package dev.cairn.backup.process;

import dev.cairn.backup.BackupException;
import dev.cairn.backup.Backups;
import java.nio.file.Path;

/** Takes a backup whose listener throws; the JVM says if anything was thrown through native code. */
final class ThrowingProgram {
    private ThrowingProgram() {}

    /** Database and repository. */
    public static void main(String[] arguments) {
        Backups backups = Backups.in(Path.of(arguments[1]))
                .unencrypted()
                .progress(p -> {
                    throw new IllegalStateException("thrown");
                })
                .build();
        try {
            backups.take(Path.of(arguments[0]));
            System.out.println("taken");
        } catch (BackupException e) {
            System.out.println("cancelled " + e.kind());
        }
    }
}
