package dev.cairn.dal.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.dal.Database;
import dev.cairn.dal.spi.Calls;
import dev.cairn.dal.spi.Scope;
import dev.cairn.dal.statement.Lane;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One of the systems in memory, with plain SQL beside its repositories. */
final class World implements AutoCloseable {
    private final Bundled system;
    private final Database database;
    private final Scope scope;
    private final List<Table> tables;

    World(Bundled system) {
        this.system = system;
        this.database = Database.inMemory(system.migrations());
        this.scope = (Scope) Reflection.notNull(Reflection.field(Calls.class, database.calls(), "scope"));
        this.tables = new Catalogue(this).tables();
    }

    static List<World> all() {
        return Arrays.stream(Bundled.values()).map(World::new).toList();
    }

    Bundled system() {
        return system;
    }

    Database database() {
        return database;
    }

    /** Each after those it refers to. */
    List<Table> tables() {
        return tables;
    }

    Table table(String name) {
        return tables.stream().filter(t -> t.name().equals(name)).findFirst().orElseThrow();
    }

    /** The repository of a table, whose rows are read packed or not. */
    Object repository(Class<?> type, boolean packs) {
        return repository(type, new Recorder(scope, packs));
    }

    /** The same, with its statements noted. */
    Object repository(Class<?> type, boolean packs, Set<String> seen) {
        return repository(type, new Recorder(scope, packs, seen));
    }

    private Object repository(Class<?> type, Recorder recorder) {
        return Reflection.create(type, Calls.class, new Calls(recorder));
    }

    /** What undoes a trial. */
    private static final class Undo extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** Runs writes in a transaction that ends as if nothing had been; foreign keys are not asked for. */
    void trial(Runnable body) {
        try {
            database.write(() -> {
                sql("PRAGMA defer_foreign_keys = ON");
                body.run();
                throw new Undo();
            });
        } catch (Undo expected) {
            assertThat(lent()).as("statements not given back").isZero();
        }
    }

    /** Statements that are lent, but for the one that asks. */
    int lent() {
        return connected(c -> c.unwrap(Lane.class).statementsLent());
    }

    /** Runs one statement past the repositories. */
    int sql(String sql, @Nullable Object... values) {
        return database.write(() -> connected(c -> {
            try (PreparedStatement statement = prepared(c, sql, values)) {
                return statement.execute() ? 0 : statement.getUpdateCount();
            }
        }));
    }

    /** The rows that a plain query finds. */
    List<List<@Nullable Object>> query(String sql, @Nullable Object... values) {
        return connected(c -> {
            List<List<@Nullable Object>> found = new ArrayList<>();
            try (PreparedStatement statement = prepared(c, sql, values);
                    ResultSet rows = statement.executeQuery()) {
                int width = rows.getMetaData().getColumnCount();
                while (rows.next()) {
                    List<@Nullable Object> row = new ArrayList<>();
                    for (int i = 1; i <= width; i++) {
                        row.add(rows.getObject(i));
                    }
                    found.add(row);
                }
            }
            return found;
        });
    }

    @Nullable
    Object value(String sql, @Nullable Object... values) {
        return query(sql, values).get(0).get(0);
    }

    private static PreparedStatement prepared(Connection connection, String sql, @Nullable Object... values)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        return statement;
    }

    /** Work on the connection. */
    @FunctionalInterface
    interface Connected<T> {
        T run(Connection connection) throws SQLException;
    }

    <T> T connected(Connected<T> work) {
        return database.dsl().connectionResult(work::run);
    }

    @Override
    public void close() {
        assertThat(lent()).as("statements not given back").isZero();
        assertThat(value("PRAGMA integrity_check")).isEqualTo("ok");
        assertThat(query("PRAGMA foreign_key_check")).isEmpty();
        database.close();
    }
}
