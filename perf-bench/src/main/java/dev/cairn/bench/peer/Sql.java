package dev.cairn.bench.peer;

import dev.cairn.bench.peer.Searching.Filter;
import java.util.ArrayList;
import java.util.List;

/** The statements of all who write SQL themselves. */
final class Sql {
    static final String COLUMNS = """
            id, username, email, password_hash, full_name, rank, role, is_active, avatar_path, avatar_updated_at, \
            avatar_mime, avatar_size, created_at, updated_at, last_login_at, login_count, failed_login_attempts, \
            locked_until""";
    static final String SELECT = "SELECT " + COLUMNS + " FROM users";
    static final String BY_ID = SELECT + " WHERE id = ?";
    static final String BY_USERNAME = SELECT + " WHERE username = ?";
    static final String BY_LAST_LOGIN = SELECT + " WHERE last_login_at = ? ORDER BY id LIMIT ?";
    static final String BY_ROLE = SELECT + " WHERE role = ? ORDER BY id LIMIT ?";
    static final String PAGE_BY_ROLE = SELECT + " WHERE role = ? AND id > ? ORDER BY id LIMIT ?";
    static final String ALL = SELECT + " ORDER BY id";
    static final String INSERT = """
            INSERT INTO users (username, email, password_hash, full_name, rank, role, created_at, updated_at, login_count)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)""";
    static final String RECORD_LOGIN = "UPDATE users SET last_login_at = ?, login_count = ? WHERE id = ?";
    static final String UPSERT = INSERT
            + " ON CONFLICT (username) DO UPDATE SET email = excluded.email, password_hash = excluded.password_hash,"
            + " full_name = excluded.full_name, rank = excluded.rank, role = excluded.role,"
            + " created_at = excluded.created_at, updated_at = excluded.updated_at, login_count = excluded.login_count"
            + " RETURNING " + COLUMNS;

    private Sql() {}

    /**
     * A plus before a bind keeps SQLite from looking at its value while it plans; without, it plans a kept statement
     * anew at every bind to a column with statistics of its values.
     */
    static String planned(String sql) {
        return sql.replace("role = ?", "role = +?").replace("last_login_at = ? ORDER", "last_login_at = +? ORDER");
    }

    static String search(Filter filter) {
        List<String> conditions = new ArrayList<>(4);
        if (filter.id() != null) {
            conditions.add("id = ?");
        }
        if (filter.role() != null) {
            conditions.add("role = +?");
        }
        if (filter.active() != null) {
            conditions.add("is_active = +?");
        }
        if (filter.after() != null) {
            conditions.add("id > ?");
        }
        return SELECT + " WHERE " + String.join(" AND ", conditions) + " ORDER BY id LIMIT ?";
    }
}
