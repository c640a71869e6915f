package dev.cairn.dal.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.cairn.dal.DalException;
import dev.cairn.dal.DalException.Kind;
import dev.cairn.dal.Database;
import dev.cairn.dal.DatabaseBuilder;
import dev.cairn.dal.pqs.Pqs;
import dev.cairn.dal.pqs.UsersDraft;
import dev.cairn.dal.pqs.UsersRow;
import dev.cairn.schema.Migrations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A folder for databases. After each test nothing may be lent of those that were opened here and still are open; they
 * can be closed, leave no log behind, and what they leave is whole.
 */
final class Lab implements BeforeEachCallback, AfterEachCallback {
    /** As long as no test ought to wait for anything that comes. */
    static final Duration LONG = Duration.ofSeconds(20);

    /** A user, by name and email. */
    static final String INSERT =
            "insert into users (username, email, password_hash, full_name) values (?, ?, 'x', 'x')";

    private final List<Database> opened = new ArrayList<>();
    private @Nullable Path folder;
    private boolean damaged;

    @Override
    public void beforeEach(ExtensionContext context) throws IOException {
        folder = Files.createTempDirectory("cairn-lab");
    }

    Path folder() {
        return Objects.requireNonNull(folder);
    }

    /** The one file that most tests need. */
    Path file() {
        return folder().resolve("app.db");
    }

    /** Says that the file is not expected to be whole when the test ends. */
    void damages() {
        damaged = true;
    }

    DatabaseBuilder at() {
        return Database.at(file()).migrations(Pqs.MIGRATIONS).acquireTimeout(LONG);
    }

    Database open() {
        return open(at());
    }

    Database open(DatabaseBuilder builder) {
        Database db = builder.open();
        opened.add(db);
        return db;
    }

    /** Migrations of one's own, one script each. */
    Migrations migrations(String... scripts) {
        Path directory = folder().resolve("migrations-"
                + Integer.toUnsignedString(List.of(scripts).hashCode()));
        try {
            Files.createDirectories(directory);
            for (int i = 0; i < scripts.length; i++) {
                Files.writeString(directory.resolve("%03d_step.sql".formatted(i + 1)), scripts[i]);
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return Migrations.directory(directory);
    }

    /** A user whose required columns have values. */
    static UsersDraft user(String name) {
        return new UsersDraft()
                .username(name)
                .email(name + "@example.org")
                .passwordHash("x")
                .fullName(name);
    }

    /** Inserts a user as other libraries do. */
    static int insert(Connection connection, String name) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
            statement.setString(1, name);
            statement.setString(2, name);
            return statement.executeUpdate();
        }
    }

    /** The names of all users. */
    static List<String> names(Database db) {
        List<String> names = new ArrayList<>();
        new Pqs(db).users().forEach(u -> names.add(u.username()));
        return names;
    }

    /** What a call is refused by. */
    static DalException refused(Kind kind, ThrowingCallable call) {
        Throwable thrown = catchThrowable(call);
        assertThat(thrown).isInstanceOf(DalException.class);
        DalException e = (DalException) thrown;
        assertThat(e.kind()).as(e.toString()).isEqualTo(kind);
        assertThat(e.getMessage()).contains(kind.hint());
        return e;
    }

    /** Who has a connection; but for the runtime itself, which looks at the plans of slow queries beside the calls. */
    static List<String> holders(Database db) {
        return db.holders().stream()
                .filter(holder -> !holder.contains("of thread=cairn-insight"))
                .toList();
    }

    /** Reads and writes go on as if nothing had been. */
    void works(Database db) {
        assertThat(holders(db)).isEmpty();
        Pqs pqs = new Pqs(db);
        String name = "u" + System.nanoTime();
        long before = pqs.users().count();
        long id = pqs.users().insert(user(name));
        db.write(() -> pqs.users().update(id, d -> d.rank("Countess")));
        assertThat(db.read(() -> pqs.users().get(id)))
                .extracting(UsersRow::rank)
                .isEqualTo("Countess");
        assertThat(pqs.users().delete(id)).isTrue();
        assertThat(pqs.users().count()).isEqualTo(before);
        assertThat(holders(db)).isEmpty();
    }

    /** One number, by SQL, through a connection of the test's own. Only for files that no database has open. */
    static long number(Path file, String sql) throws SQLException {
        return Long.parseLong(text(file, sql));
    }

    static String text(Path file, String sql) throws SQLException {
        try (Connection c = DriverManager.getConnection("jdbc:sqlite:" + file);
                var statement = c.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return rows.next() ? rows.getString(1) : "";
        }
    }

    /** Runs SQL on a connection of the test's own. */
    static void sql(Path file, String... statements) throws SQLException {
        try (Connection c = DriverManager.getConnection("jdbc:sqlite:" + file);
                var statement = c.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    static List<String> listing(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(f -> f.getFileName().toString()).sorted().toList();
        }
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        boolean interrupted = Thread.interrupted();
        try {
            assertThat(interrupted).as("a test leaves no interrupt behind").isFalse();
            for (Database db : opened) {
                assertThat(holders(db)).isEmpty();
            }
        } finally {
            opened.forEach(Database::close);
            if (context.getExecutionException().isEmpty() && !damaged && Files.exists(file())) {
                assertThat(listing(folder())).doesNotContain("app.db-wal", "app.db-shm", "app.db-journal");
                assertThat(text(file(), "PRAGMA integrity_check")).isEqualTo("ok");
                assertThat(text(file(), "PRAGMA foreign_key_check")).isEmpty();
            }
            delete();
        }
    }

    private void delete() throws IOException {
        try (Stream<Path> files = Files.walk(folder())) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
