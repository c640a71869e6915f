package dev.cairn.bench.peer;

import dev.cairn.dal.pqs.UserRole;
import dev.cairn.dal.pqs.UsersRow;
import java.time.Instant;
import java.util.List;
import org.apache.ibatis.annotations.Insert;
import org.apache.ibatis.annotations.Options;
import org.apache.ibatis.annotations.Param;
import org.apache.ibatis.annotations.ResultType;
import org.apache.ibatis.annotations.Select;
import org.apache.ibatis.annotations.Update;
import org.apache.ibatis.session.ResultHandler;

/** MyBatis' mapper of {@code users}. */
interface UserMapper {
    String INSERT = """
            INSERT INTO users (username, email, password_hash, full_name, rank, role, created_at, updated_at, login_count)
            VALUES (#{user.username}, #{user.email}, #{user.passwordHash}, #{user.fullName}, #{user.rank}, #{user.role},
                #{user.createdAt}, #{user.createdAt}, #{user.loginCount})""";
    String ON_CONFLICT = " ON CONFLICT (username) DO UPDATE SET email = excluded.email,"
            + " password_hash = excluded.password_hash, full_name = excluded.full_name, rank = excluded.rank,"
            + " role = excluded.role, created_at = excluded.created_at, updated_at = excluded.updated_at,"
            + " login_count = excluded.login_count RETURNING " + Sql.COLUMNS;

    /** A user and, once it is inserted, its key. */
    final class Insertion {
        private final NewUser user;
        private long id;

        Insertion(NewUser user) {
            this.user = user;
        }

        public NewUser getUser() {
            return user;
        }

        public void setId(long value) {
            id = value;
        }

        long id() {
            return id;
        }
    }

    @Select(Sql.SELECT + " WHERE id = #{id}")
    UsersRow byId(long id);

    @Select(Sql.SELECT + " WHERE username = #{username}")
    UsersRow byUsername(String username);

    @Select(Sql.SELECT + " WHERE last_login_at = #{at} ORDER BY id LIMIT #{limit}")
    List<UsersRow> byLastLogin(@Param("at") Instant at, @Param("limit") int limit);

    @Select(Sql.SELECT + " WHERE role = #{role} ORDER BY id LIMIT #{limit}")
    List<UsersRow> byRole(@Param("role") UserRole role, @Param("limit") int limit);

    @Select(Sql.SELECT + " WHERE role = #{role} AND id > #{after} ORDER BY id LIMIT #{limit}")
    List<UsersRow> pageByRole(@Param("role") UserRole role, @Param("after") long after, @Param("limit") int limit);

    @Select(Sql.ALL)
    @ResultType(UsersRow.class)
    void all(ResultHandler<UsersRow> sink);

    @Insert(INSERT)
    @Options(useGeneratedKeys = true, keyProperty = "id")
    int insert(Insertion insertion);

    @Insert(INSERT)
    int insertOnly(@Param("user") NewUser user);

    @Update("UPDATE users SET last_login_at = #{at}, login_count = #{count} WHERE id = #{id}")
    int recordLogin(@Param("id") long id, @Param("at") Instant at, @Param("count") long count);

    @Select(value = INSERT + ON_CONFLICT, affectData = true)
    UsersRow upsert(@Param("user") NewUser user);
}
