package dev.cairn.backup;

import dev.cairn.backup.store.RepositoryLock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Scanner;

/** Holds a repository as the one who adds to it, until it is killed or told to go. */
public final class HoldingProgram {
    private HoldingProgram() {}

    /** The repository. */
    public static void main(String[] arguments) throws IOException {
        RepositoryLock.writing(Path.of(arguments[0]), () -> {
            System.out.println("holding");
            return new Scanner(System.in, StandardCharsets.UTF_8).nextLine();
        });
        System.out.println("let go");
    }
}
