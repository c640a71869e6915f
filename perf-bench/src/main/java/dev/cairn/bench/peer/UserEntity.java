package dev.cairn.bench.peer;

import dev.cairn.dal.pqs.UserRole;
import dev.cairn.dal.pqs.UsersRow;
import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.DynamicInsert;
import org.hibernate.annotations.DynamicUpdate;
import org.jspecify.annotations.Nullable;

/** Hibernate's entity of {@code users}. What is null in a new one keeps its default, as with all others. */
@Entity
@Table(name = "users")
@DynamicInsert
@DynamicUpdate
@SuppressWarnings("NullAway.Init")
class UserEntity {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    @Nullable
    Long id;

    String username;
    String email;

    @Column(name = "password_hash")
    String passwordHash;

    @Column(name = "full_name")
    String fullName;

    @Nullable
    String rank;

    @Convert(converter = Roles.class)
    UserRole role;

    @Column(name = "is_active")
    @Nullable
    Boolean active;

    @Column(name = "avatar_path")
    @Nullable
    String avatarPath;

    @Convert(converter = Instants.class)
    @Column(name = "avatar_updated_at")
    @Nullable
    Instant avatarUpdatedAt;

    @Column(name = "avatar_mime")
    @Nullable
    String avatarMime;

    @Column(name = "avatar_size")
    @Nullable
    Long avatarSize;

    @Convert(converter = Instants.class)
    @Column(name = "created_at")
    @Nullable
    Instant createdAt;

    @Convert(converter = Instants.class)
    @Column(name = "updated_at")
    @Nullable
    Instant updatedAt;

    @Convert(converter = Instants.class)
    @Column(name = "last_login_at")
    @Nullable
    Instant lastLoginAt;

    @Column(name = "login_count")
    @Nullable
    Long loginCount;

    @Column(name = "failed_login_attempts")
    @Nullable
    Long failedLoginAttempts;

    @Convert(converter = Instants.class)
    @Column(name = "locked_until")
    @Nullable
    Instant lockedUntil;

    static UserEntity of(NewUser user) {
        UserEntity entity = new UserEntity();
        entity.username = user.username();
        entity.set(user);
        return entity;
    }

    final void set(NewUser user) {
        email = user.email();
        passwordHash = user.passwordHash();
        fullName = user.fullName();
        rank = user.rank();
        role = user.role();
        createdAt = user.createdAt();
        updatedAt = user.createdAt();
        loginCount = user.loginCount();
    }

    final UsersRow row() {
        return new UsersRow(
                id == null ? 0 : id,
                username,
                email,
                passwordHash,
                fullName,
                rank,
                role,
                active == null || active,
                avatarPath,
                avatarUpdatedAt,
                avatarMime,
                avatarSize,
                createdAt,
                updatedAt,
                lastLoginAt,
                loginCount,
                failedLoginAttempts == null ? Long.valueOf(0) : failedLoginAttempts,
                lockedUntil);
    }

    /** {@code yyyy-MM-dd HH:mm:ss}. */
    static final class Instants implements AttributeConverter<Instant, String> {
        @Override
        public @Nullable String convertToDatabaseColumn(@Nullable Instant value) {
            return value == null ? null : Dates.format(value);
        }

        @Override
        public @Nullable Instant convertToEntityAttribute(@Nullable String text) {
            return Jdbc.instant(text);
        }
    }

    /** Roles in small letters. */
    static final class Roles implements AttributeConverter<UserRole, String> {
        @Override
        public @Nullable String convertToDatabaseColumn(@Nullable UserRole value) {
            return value == null ? null : value.text();
        }

        @Override
        public @Nullable UserRole convertToEntityAttribute(@Nullable String text) {
            return text == null ? null : Jdbc.role(text);
        }
    }
}
