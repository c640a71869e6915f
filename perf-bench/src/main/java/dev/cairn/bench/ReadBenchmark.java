package dev.cairn.bench;

import dev.cairn.dal.Cursor;
import dev.cairn.dal.Database;
import dev.cairn.dal.pqs.Pqs;
import dev.cairn.dal.pqs.UserRole;
import dev.cairn.dal.pqs.UsersRow;
import dev.cairn.dal.pqs.tables.UsersRecord;
import dev.cairn.dal.pqs.tables.UsersTable;
import dev.cairn.dal.spi.Times;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;

/**
 * What reads of {@code pqs.users} cost, 18 columns, beside JDBC by hand on kept statements and plain jOOQ: on the same
 * file, after ANALYZE, into the same rows, in turns: {@code mvn -pl perf-bench verify}. Its argument is {@code full},
 * or {@code smoke} for a run of seconds that only shows that it runs.
 */
final class ReadBenchmark {
    private static final String FILL = """
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d)
            INSERT INTO users (username, email, password_hash, full_name, rank, role, avatar_path, login_count)
            SELECT 'user' || i, 'user' || i || '@example.org', printf('%%064d', i * 7919), 'Full Name ' || i,
                iif(i %% 3, 'Captain', NULL), CASE WHEN i %% 100 = 0 THEN 'admin' ELSE 'user' END,
                '/avatars/' || i || '.png', i %% 50
            FROM n""";
    private static final String SELECT = """
            SELECT id, username, email, password_hash, full_name, rank, role, is_active, avatar_path, avatar_updated_at,
                avatar_mime, avatar_size, created_at, updated_at, last_login_at, login_count, failed_login_attempts,
                locked_until FROM users""";
    private static final int PAGE = 20;

    private final int rows;
    private final int rounds;
    private final int sliceMillis;

    private ReadBenchmark(int rows, int rounds, int sliceMillis) {
        this.rows = rows;
        this.rounds = rounds;
        this.sliceMillis = sliceMillis;
    }

    public static void main(String[] args) throws Exception {
        boolean full = args.length > 0 && args[0].equals("full");
        Path folder = Files.createTempDirectory("cairn-bench-");
        try {
            ReadBenchmark benchmark = full ? new ReadBenchmark(100_000, 30, 40) : new ReadBenchmark(2_000, 2, 5);
            System.out.printf("%nreads, %s run: pqs.users, %,d rows%n", full ? "full" : "smoke", benchmark.rows);
            benchmark.run(folder.resolve("pqs.db"), System.out);
        } finally {
            BenchFile.deleteTree(folder);
        }
    }

    private void run(Path file, PrintStream out) throws Exception {
        try (Database db = Database.open(file, Pqs.MIGRATIONS);
                Connection connection = connect(file)) {
            execute(connection, FILL.formatted(rows));
            execute(connection, "ANALYZE");
            compare(db, connection, out);
        }
    }

    private void compare(Database db, Connection connection, PrintStream out) throws Exception {
        Pqs packed = new Pqs(db);
        Pqs columns = new Pqs(db.reading(false));
        DSLContext jooq = DSL.using(connection, SQLDialect.SQLITE);
        Cursor second = packed.users()
                .pageByRole(UserRole.USER, Cursor.first(PAGE))
                .next()
                .orElseThrow();
        int order = second.order();
        try (PreparedStatement byId = connection.prepareStatement(SELECT + " WHERE id = ?");
                PreparedStatement byRole = connection.prepareStatement(SELECT + " WHERE role = ? ORDER BY id LIMIT ?");
                PreparedStatement page =
                        connection.prepareStatement(SELECT + " WHERE role = ? AND id > ? ORDER BY id LIMIT ?")) {
            new Interleaved("point read by id")
                    .add("JDBC by hand, kept", turn -> {
                        byId.setLong(1, id(turn));
                        return sum(read(byId));
                    })
                    .add(
                            "Cairn, column by column",
                            turn -> columns.users().get(id(turn)).hashCode())
                    .add("Cairn, packed", turn -> packed.users().get(id(turn)).hashCode())
                    .add(
                            "plain jOOQ",
                            turn -> jooq.selectFrom(UsersTable.USERS)
                                    .where(UsersTable.USERS.ID.eq(id(turn)))
                                    .fetchOne(ReadBenchmark::row)
                                    .hashCode())
                    .run(rounds, sliceMillis, out);
            new Interleaved("20 rows by role")
                    .add("JDBC by hand, kept", turn -> {
                        byRole.setString(1, "admin");
                        byRole.setInt(2, PAGE);
                        return sum(read(byRole));
                    })
                    .add("Cairn, column by column", turn -> sum(columns.users().listByRole(UserRole.ADMIN, PAGE)))
                    .add("Cairn, packed", turn -> sum(packed.users().listByRole(UserRole.ADMIN, PAGE)))
                    .add(
                            "plain jOOQ",
                            turn -> sum(jooq.selectFrom(UsersTable.USERS)
                                    .where(UsersTable.USERS.ROLE.eq(UserRole.ADMIN))
                                    .orderBy(UsersTable.USERS.ID)
                                    .limit(PAGE)
                                    .fetch(ReadBenchmark::row)))
                    .run(rounds, sliceMillis, out);
            new Interleaved("keyset page of 20")
                    .add("JDBC by hand, kept", turn -> {
                        page.setString(1, "user");
                        page.setLong(2, id(turn));
                        page.setInt(3, PAGE);
                        return sum(read(page));
                    })
                    .add("Cairn, column by column", turn -> sum(page(columns, order, id(turn))))
                    .add("Cairn, packed", turn -> sum(page(packed, order, id(turn))))
                    .add(
                            "plain jOOQ",
                            turn -> sum(jooq.selectFrom(UsersTable.USERS)
                                    .where(UsersTable.USERS.ROLE.eq(UserRole.USER))
                                    .orderBy(UsersTable.USERS.ID)
                                    .seek(id(turn))
                                    .limit(PAGE)
                                    .fetch(ReadBenchmark::row)))
                    .run(rounds, sliceMillis, out);
        }
    }

    private static List<UsersRow> page(Pqs pqs, int order, long after) {
        Cursor cursor = Cursor.at(PAGE, true, order, List.of(after));
        return pqs.users().pageByRole(UserRole.USER, cursor).rows();
    }

    private long id(int turn) {
        return 1 + (turn * 7919L) % (rows - 1_000);
    }

    private static long sum(List<UsersRow> rows) {
        return rows.size() == 1 ? rows.get(0).hashCode() : rows.hashCode();
    }

    private static List<UsersRow> read(PreparedStatement statement) throws SQLException {
        List<UsersRow> rows = new ArrayList<>();
        try (ResultSet r = statement.executeQuery()) {
            while (r.next()) {
                rows.add(new UsersRow(
                        r.getLong(1),
                        r.getString(2),
                        r.getString(3),
                        r.getString(4),
                        r.getString(5),
                        r.getString(6),
                        UserRole.valueOf(r.getString(7).toUpperCase(Locale.ROOT)),
                        r.getInt(8) == 1,
                        r.getString(9),
                        instant(r.getString(10)),
                        r.getString(11),
                        number(r, 12),
                        instant(r.getString(13)),
                        instant(r.getString(14)),
                        instant(r.getString(15)),
                        number(r, 16),
                        number(r, 17),
                        instant(r.getString(18))));
            }
        }
        return rows;
    }

    private static @Nullable Long number(ResultSet row, int column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? null : value;
    }

    private static @Nullable Instant instant(@Nullable String text) {
        return text == null ? null : Times.parse(text);
    }

    private static UsersRow row(UsersRecord r) {
        return new UsersRow(
                r.getId(),
                r.getUsername(),
                r.getEmail(),
                r.getPasswordHash(),
                r.getFullName(),
                r.getRank(),
                r.getRole(),
                r.getIsActive(),
                r.getAvatarPath(),
                r.getAvatarUpdatedAt(),
                r.getAvatarMime(),
                r.getAvatarSize(),
                r.getCreatedAt(),
                r.getUpdatedAt(),
                r.getLastLoginAt(),
                r.getLoginCount(),
                r.getFailedLoginAttempts(),
                r.getLockedUntil());
    }

    private static Connection connect(Path file) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setGetGeneratedKeys(false);
        return config.createConnection("jdbc:sqlite:" + file);
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
