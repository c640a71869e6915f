package dev.cairn.bench.workload;

import dev.cairn.bench.peer.Target;
import dev.cairn.dal.spi.Times;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Whom the reads ask for, in an order that jumps about the file. Thread-safe.
 *
 * @param ids of users
 * @param usernames of users
 * @param dated ids of users with all five dates
 * @param logins at which somebody logged in last
 * @param last the greatest id
 */
record Subjects(List<Long> ids, List<String> usernames, List<Long> dated, List<Instant> logins, long last) {
    private static final int MANY = 50_000;

    static Subjects of(Target target) throws SQLException {
        try (Connection connection = target.connect()) {
            List<Long> ids =
                    list(connection, "id", "true").stream().map(Long::valueOf).toList();
            List<Long> dated = list(
                            connection,
                            "id",
                            "avatar_updated_at IS NOT NULL AND last_login_at IS NOT NULL AND locked_until IS NOT NULL")
                    .stream()
                    .map(Long::valueOf)
                    .toList();
            List<Instant> logins = list(connection, "last_login_at", "last_login_at IS NOT NULL").stream()
                    .map(text -> Objects.requireNonNull(Times.parse(text)))
                    .toList();
            long last = ids.stream().mapToLong(Long::longValue).max().orElseThrow();
            return new Subjects(ids, list(connection, "username", "true"), dated, logins, last);
        }
    }

    /** In an order that is the same each time: by the remainders of a multiple. */
    private static List<String> list(Connection connection, String column, String condition) throws SQLException {
        List<String> values = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT " + column + " FROM users WHERE " + condition
                        + " ORDER BY id * 2654435761 % 4294967296 LIMIT " + MANY)) {
            while (rows.next()) {
                values.add(rows.getString(1));
            }
        }
        return List.copyOf(values);
    }

    static <T> T at(List<T> values, int turn) {
        return values.get(Math.floorMod(turn, values.size()));
    }

    long id(int turn) {
        return at(ids, turn);
    }
}
