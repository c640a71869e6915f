package dev.cairn.dal.runtime;

import dev.cairn.dal.DalException;
import dev.cairn.dal.Database;
import dev.cairn.dal.OnOpen;
import dev.cairn.dal.pqs.Pqs;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.time.Duration;

/** What a child process does to a file. */
final class Program {
    private Program() {}

    /**
     * Runs one act.
     *
     * @param arguments the act and the file
     */
    public static void main(String[] arguments) throws IOException {
        Path file = Path.of(arguments[1]);
        switch (arguments[0]) {
            case "write" -> write(file, arguments[2], Integer.parseInt(arguments[3]));
            case "hold" -> hold(file);
            case "open" -> open(file, Boolean.parseBoolean(arguments[2]), OnOpen.MIGRATE);
            case "trust" -> open(file, Boolean.parseBoolean(arguments[2]), OnOpen.TRUST);
            case "secret" -> secret(file, arguments[2]);
            case "truncate" -> truncate(file, Long.parseLong(arguments[2]));
            case "garbage" -> garbage(file);
            case "delete" -> say("deleted " + file.toFile().delete());
            default -> throw new IllegalArgumentException(arguments[0]);
        }
        say("done");
        Runtime.getRuntime().halt(0);
    }

    private static void say(String line) {
        System.out.println(line);
    }

    private static void awaitGo() throws IOException {
        say("ready");
        while (System.in.read() != '\n') {
            // until the line is whole
        }
    }

    /** Opens at once with others, then writes so many rows. */
    private static void write(Path file, String name, int rows) throws IOException {
        awaitGo();
        try (Database db = Database.open(file, Pqs.MIGRATIONS)) {
            Pqs pqs = new Pqs(db);
            for (int i = 0; i < rows; i++) {
                pqs.users().insert(Lab.user(name + "-" + i));
            }
            say("sees " + pqs.users().count());
        }
    }

    /** Writes a row, and is there until it is killed. */
    private static void hold(Path file) throws IOException {
        Database db = Database.open(file, Pqs.MIGRATIONS);
        new Pqs(db).users().insert(Lab.user("held"));
        awaitGo();
        db.close();
    }

    /** Opens for reading or writing, and says what comes of that. */
    private static void open(Path file, boolean readOnly, OnOpen onOpen) {
        try (Database db = Database.at(file)
                .migrations(Pqs.MIGRATIONS)
                .readOnly(readOnly)
                .onOpen(onOpen)
                .acquireTimeout(Duration.ofSeconds(1))
                .open()) {
            Pqs pqs = new Pqs(db);
            say("count " + pqs.users().count());
            if (!readOnly) {
                say("inserted " + pqs.users().insert(Lab.user("x")));
            }
        } catch (DalException e) {
            say("refused " + e.kind() + " " + e.getMessage());
        } catch (RuntimeException e) {
            say("failed " + e);
        }
    }

    /** Reads and writes a value in many ways, also such that fail. */
    private static void secret(Path file, String value) {
        try (Database db = Database.open(file, Pqs.MIGRATIONS)) {
            Pqs pqs = new Pqs(db);
            pqs.users().insert(Lab.user(value));
            say("found " + pqs.users().findByUsername(value).isPresent());
            db.dsl().fetch("select * from users where username = ?", value);
            db.dsl().fetch("select * from users where username = '" + value + "'");
            Lab.refused(DalException.Kind.UNIQUE, () -> pqs.users().insert(Lab.user(value)));
            Lab.refused(
                    DalException.Kind.FAILED, () -> db.dsl().fetch("select json('{' || ?), '" + value + "'", value));
            Lab.refused(
                    DalException.Kind.UNIQUE,
                    () -> db.dsl()
                            .transaction(c -> c.dsl()
                                    .execute(
                                            "insert into users (username, email, password_hash, full_name) select ?, 'x', 'x', 'x'",
                                            value)));
        }
    }

    private static void truncate(Path file, long size) throws IOException {
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
            open.setLength(size);
        }
    }

    private static void garbage(Path file) throws IOException {
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
            open.write(new byte[100]);
        }
    }
}
