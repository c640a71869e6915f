package dev.cairn.dal.insight;

import dev.cairn.dal.Database;
import dev.cairn.dal.DatabaseBuilder;
import dev.cairn.dal.pqs.Pqs;
import dev.cairn.dal.pqs.UsersDraft;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.UnaryOperator;

/** A database of users on a file, and its repositories. */
final class World implements AutoCloseable {
    private final Path file;
    private final Database database;
    private final Pqs pqs;

    World(Path folder) {
        this(folder, UnaryOperator.identity());
    }

    World(Path folder, UnaryOperator<DatabaseBuilder> settings) {
        this.file = folder.resolve("pqs.db");
        this.database =
                settings.apply(Database.at(file).migrations(Pqs.MIGRATIONS)).open();
        this.pqs = new Pqs(database);
    }

    static UsersDraft user(String name) {
        return new UsersDraft()
                .username(name)
                .email(name + "@example.org")
                .passwordHash("x")
                .fullName(name);
    }

    Path file() {
        return file;
    }

    Database database() {
        return database;
    }

    Pqs pqs() {
        return pqs;
    }

    Inspection inspect() {
        return database.inspect();
    }

    long insert(String name) {
        return pqs.users().insert(user(name));
    }

    /** The calls of a method or tag so far. */
    Timing calls(String name) {
        return inspect().calls().stream()
                .filter(t -> t.name().equals(name))
                .findFirst()
                .orElseGet(() -> new Timing(name, "none", 0, Duration.ZERO, Duration.ZERO, Duration.ZERO, 0));
    }

    @Override
    public void close() {
        database.close();
    }
}
