package dev.cairn.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.cairn.backup.Backups;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Two migrations in a folder, a database file beside it, and the command line. */
final class Shop {
    private static final JsonMapper ONE_DOCUMENT = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final Path folder;
    private Map<String, String> environment = Map.of();

    /** What a call left behind. */
    record Call(int exit, String out, String err) {
        JsonNode json() {
            try {
                return ONE_DOCUMENT.readTree(out);
            } catch (JsonProcessingException e) {
                throw new AssertionError("not one JSON document: " + out, e);
            }
        }
    }

    Shop(Path folder) {
        this.folder = folder;
        write("001_create_customers.sql", """
                -- description: Customers, with a rank
                CREATE TABLE customers (id INTEGER PRIMARY KEY, name TEXT NOT NULL, rank INTEGER);
                """);
        write("001_create_customers.down.sql", "DROP TABLE customers;\n");
        write("002_create_orders.sql", """
                -- description: Orders of customers
                -- depends: 001
                CREATE TABLE orders (id INTEGER PRIMARY KEY, customer_id INTEGER REFERENCES customers (id));
                CREATE INDEX idx_orders_customer_id ON orders (customer_id);
                """);
        write("002_create_orders.down.sql", "DROP TABLE orders;\n");
    }

    /** A third migration, which loses the ranks of customers without a word about it. */
    Shop losingRanks() {
        return write("003_drop_rank.sql", "ALTER TABLE customers DROP COLUMN rank;\n");
    }

    Shop withTwoCustomers() {
        return sql("INSERT INTO customers (name, rank) VALUES ('Ada', 1), ('Grace', 2)");
    }

    Shop write(String fileName, String text) {
        try {
            Path file = migrations().resolve(fileName);
            Files.createDirectories(migrations());
            Files.writeString(file, text);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Shop without(String fileName) {
        try {
            Files.delete(migrations().resolve(fileName));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Shop in(Map<String, String> variables) {
        environment = variables;
        return this;
    }

    Path folder() {
        return folder;
    }

    Path migrations() {
        return folder.resolve("shop");
    }

    Path database() {
        return folder.resolve("shop.db");
    }

    Path repository() {
        return folder.resolve("backups");
    }

    List<String> auditLog() {
        try {
            return Files.readAllLines(folder.resolve("shop.db.audit.jsonl"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Shop sql(String... statements) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
            return this;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Calls while another program holds the write lock. */
    Call whileLocked(Supplier<Call> call) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
            return call.get();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    List<String> texts(String query) {
        List<String> found = new ArrayList<>();
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                found.add(rows.getString(1));
            }
            return found;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    List<String> tables() {
        return texts("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
                + " AND name <> 'migration_history' ORDER BY name");
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + database());
    }

    /** Calls a command on this database and these migrations, where no terminal is. */
    Call call(String command, String... options) {
        String[] place = {
            command, "--db", database().toString(), "--migrations", migrations().toString()
        };
        return bare(Stream.of(place, options).flatMap(Stream::of).toArray(String[]::new));
    }

    /** The same, and it must end well. */
    Shop done(String command, String... options) {
        Call call = call(command, options);
        if (call.exit() != 0) {
            throw new AssertionError(call.toString());
        }
        return this;
    }

    /** Calls a command on backups in the repository beside the database. */
    Call vault(String command, Object... options) {
        Object[] place = {command, "--repo", repository()};
        return bare(Stream.of(place, options)
                .flatMap(Stream::of)
                .map(Object::toString)
                .toArray(String[]::new));
    }

    /** Takes a backup there, as a person does. */
    Call backup(Object... options) {
        Object[] place = {"--db", database()};
        return vault("backup", Stream.of(place, options).flatMap(Stream::of).toArray());
    }

    /** Takes one there that nobody signs or encrypts, so long ago, and says its id. */
    String takenAgo(Duration age) {
        return Backups.in(repository())
                .unencrypted()
                .clock(Clock.offset(Clock.systemUTC(), age.negated()))
                .build()
                .take(database())
                .id();
    }

    /** Makes keys, and keeps what that printed in a file of the same name that ends in {@code .pub}. */
    Path keys(String name) {
        try {
            Path file = folder.resolve(name + ".key");
            Files.writeString(
                    folder.resolve(name + ".pub"),
                    bare("keygen", "--out", file.toString()).out());
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Calls with just these arguments. */
    Call bare(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Terminal terminal = new Terminal(new PrintWriter(out), new PrintWriter(err), false, false, 80, environment);
        int exit = Cairn.run(terminal, arguments);
        return new Call(exit, out.toString(), err.toString());
    }
}
