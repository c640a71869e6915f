package dev.cairn.bench.peer;

import dev.cairn.dal.pqs.UserRole;
import dev.cairn.dal.pqs.UsersRow;
import java.time.Instant;
import org.jooq.Converter;
import org.jooq.DataType;
import org.jooq.Record;
import org.jooq.SelectField;
import org.jooq.TableField;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jooq.impl.TableImpl;

/** The table {@code users} as jOOQ's own generator describes it, with converters for instants and roles. */
final class PlainUsers extends TableImpl<Record> {
    static final PlainUsers USERS = new PlainUsers();

    private static final long serialVersionUID = 1L;

    final transient TableField<Record, Long> id =
            column("id", SQLDataType.BIGINT.notNull().identity(true));
    final transient TableField<Record, String> username = column("username", SQLDataType.VARCHAR.notNull());
    final transient TableField<Record, String> email = column("email", SQLDataType.VARCHAR.notNull());
    final transient TableField<Record, String> passwordHash = column("password_hash", SQLDataType.VARCHAR.notNull());
    final transient TableField<Record, String> fullName = column("full_name", SQLDataType.VARCHAR.notNull());
    final transient TableField<Record, String> rank = column("rank", SQLDataType.VARCHAR);
    final transient TableField<Record, UserRole> role = column("role", roles());
    final transient TableField<Record, Boolean> active = column("is_active", SQLDataType.BOOLEAN.notNull());
    final transient TableField<Record, String> avatarPath = column("avatar_path", SQLDataType.VARCHAR);
    final transient TableField<Record, Instant> avatarUpdatedAt = column("avatar_updated_at", instants());
    final transient TableField<Record, String> avatarMime = column("avatar_mime", SQLDataType.VARCHAR);
    final transient TableField<Record, Long> avatarSize = column("avatar_size", SQLDataType.BIGINT);
    final transient TableField<Record, Instant> createdAt = column("created_at", instants());
    final transient TableField<Record, Instant> updatedAt = column("updated_at", instants());
    final transient TableField<Record, Instant> lastLoginAt = column("last_login_at", instants());
    final transient TableField<Record, Long> loginCount = column("login_count", SQLDataType.BIGINT);
    final transient TableField<Record, Long> failedLogins = column("failed_login_attempts", SQLDataType.BIGINT);
    final transient TableField<Record, Instant> lockedUntil = column("locked_until", instants());

    private PlainUsers() {
        super(DSL.name("users"));
    }

    private <T> TableField<Record, T> column(String name, DataType<T> type) {
        return createField(DSL.name(name), type, this);
    }

    private static DataType<Instant> instants() {
        return SQLDataType.VARCHAR.asConvertedDataType(
                Converter.ofNullable(String.class, Instant.class, Dates::parse, Dates::format));
    }

    private static DataType<UserRole> roles() {
        return SQLDataType.VARCHAR
                .notNull()
                .asConvertedDataType(Converter.ofNullable(String.class, UserRole.class, Jdbc::role, UserRole::text));
    }

    SelectField<?>[] columns() {
        return fields();
    }

    /** By position: faster than by field, which jOOQ looks up by name. */
    UsersRow row(Record r) {
        return new UsersRow(
                (Long) r.get(0),
                (String) r.get(1),
                (String) r.get(2),
                (String) r.get(3),
                (String) r.get(4),
                (String) r.get(5),
                (UserRole) r.get(6),
                (Boolean) r.get(7),
                (String) r.get(8),
                (Instant) r.get(9),
                (String) r.get(10),
                (Long) r.get(11),
                (Instant) r.get(12),
                (Instant) r.get(13),
                (Instant) r.get(14),
                (Long) r.get(15),
                (Long) r.get(16),
                (Instant) r.get(17));
    }
}
