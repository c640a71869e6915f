package dev.cairn.backup.process;

import dev.cairn.backup.Backup;
import dev.cairn.backup.Backups;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Scanner;

/** Takes backups, one after the other, until it is killed or has taken so many. */
final class BackingUpProgram {
    private BackingUpProgram() {}

    /** Database, repository, how many. */
    public static void main(String[] arguments) {
        Backups backups = Backups.in(Path.of(arguments[1])).unencrypted().build();
        System.out.println("ready");
        new Scanner(System.in, StandardCharsets.UTF_8).nextLine();
        for (int i = 0; i < Integer.parseInt(arguments[2]); i++) {
            Backup backup =
                    backups.take(Path.of(arguments[0]), i % 2 == 0 ? Backup.Kind.FULL : Backup.Kind.INCREMENTAL);
            System.out.println("took " + backup.id());
        }
    }
}
