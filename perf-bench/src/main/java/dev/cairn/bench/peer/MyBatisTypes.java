package dev.cairn.bench.peer;

import dev.cairn.dal.pqs.UserRole;
import java.sql.CallableStatement;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.apache.ibatis.type.BaseTypeHandler;
import org.apache.ibatis.type.JdbcType;
import org.jspecify.annotations.Nullable;

/** How MyBatis reads and writes the types of the schema that JDBC does not know. */
final class MyBatisTypes {
    private MyBatisTypes() {}

    /** Values kept as text. */
    abstract static class Texts<T> extends BaseTypeHandler<T> {
        abstract String write(T value);

        abstract T read(String text);

        private @Nullable T readOrNull(@Nullable String text) {
            return text == null ? null : read(text);
        }

        @Override
        public void setNonNullParameter(PreparedStatement statement, int at, T value, JdbcType type)
                throws SQLException {
            statement.setString(at, write(value));
        }

        @Override
        public @Nullable T getNullableResult(ResultSet row, String column) throws SQLException {
            return readOrNull(row.getString(column));
        }

        @Override
        public @Nullable T getNullableResult(ResultSet row, int column) throws SQLException {
            return readOrNull(row.getString(column));
        }

        @Override
        public @Nullable T getNullableResult(CallableStatement call, int column) throws SQLException {
            return readOrNull(call.getString(column));
        }
    }

    /** {@code yyyy-MM-dd HH:mm:ss}. */
    static final class Instants extends Texts<Instant> {
        @Override
        String write(Instant value) {
            return Dates.format(value);
        }

        @Override
        Instant read(String text) {
            return Dates.parse(text);
        }
    }

    /** Roles in small letters. */
    static final class Roles extends Texts<UserRole> {
        @Override
        String write(UserRole value) {
            return value.text();
        }

        @Override
        UserRole read(String text) {
            return Jdbc.role(text);
        }
    }
}
