package dev.cairn.bench.peer;

import dev.cairn.dal.pqs.UserRole;
import dev.cairn.dal.pqs.UsersRow;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How rows and values go through JDBC, for all who leave that to hand-written code. */
final class Jdbc {
    private static final Map<String, UserRole> ROLES =
            Stream.of(UserRole.values()).collect(Collectors.toMap(UserRole::text, role -> role));

    private Jdbc() {}

    static UserRole role(String text) {
        return Objects.requireNonNull(ROLES.get(text));
    }

    /** How the text of a date is read. */
    @FunctionalInterface
    interface DateParser {
        @Nullable
        Instant parse(@Nullable String text);
    }

    /** With the parser by hand. */
    static UsersRow user(ResultSet row) throws SQLException {
        return user(row, Jdbc::instant);
    }

    /** By position, which is faster than by name. */
    static UsersRow user(ResultSet row, DateParser dates) throws SQLException {
        return new UsersRow(
                row.getLong(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getString(6),
                role(row.getString(7)),
                row.getBoolean(8),
                row.getString(9),
                dates.parse(row.getString(10)),
                row.getString(11),
                number(row, 12),
                dates.parse(row.getString(13)),
                dates.parse(row.getString(14)),
                dates.parse(row.getString(15)),
                number(row, 16),
                number(row, 17),
                dates.parse(row.getString(18)));
    }

    static @Nullable Instant instant(@Nullable String text) {
        return text == null ? null : Dates.parse(text);
    }

    private static @Nullable Long number(ResultSet row, int column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? null : value;
    }

    static UsersRow one(ResultSet rows, DateParser dates) throws SQLException {
        try (rows) {
            if (rows.next()) {
                return user(rows, dates);
            }
            throw new NoSuchElementException("no such user");
        }
    }

    static List<UsersRow> list(ResultSet rows, DateParser dates) throws SQLException {
        List<UsersRow> list = new ArrayList<>();
        try (rows) {
            while (rows.next()) {
                list.add(user(rows, dates));
            }
        }
        return list;
    }

    static PreparedStatement bind(PreparedStatement statement, NewUser user) throws SQLException {
        String createdAt = Dates.format(user.createdAt());
        statement.setString(1, user.username());
        statement.setString(2, user.email());
        statement.setString(3, user.passwordHash());
        statement.setString(4, user.fullName());
        statement.setString(5, user.rank());
        statement.setString(6, user.role().text());
        statement.setString(7, createdAt);
        statement.setString(8, createdAt);
        statement.setLong(9, user.loginCount());
        return statement;
    }

    /** The same, for those that take values in a row. */
    static Object[] values(NewUser user) {
        String createdAt = Dates.format(user.createdAt());
        return new Object[] {
            user.username(),
            user.email(),
            user.passwordHash(),
            user.fullName(),
            user.rank(),
            user.role().text(),
            createdAt,
            createdAt,
            user.loginCount()
        };
    }

    static PreparedStatement bindLogin(PreparedStatement statement, long id, Instant at, long count)
            throws SQLException {
        statement.setString(1, Dates.format(at));
        statement.setLong(2, count);
        statement.setLong(3, id);
        return statement;
    }

    static long key(PreparedStatement inserted) throws SQLException {
        try (ResultSet keys = inserted.getGeneratedKeys()) {
            keys.next();
            return keys.getLong(1);
        }
    }
}
