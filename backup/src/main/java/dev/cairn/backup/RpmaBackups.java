package dev.cairn.backup;

import dev.cairn.backup.BackupException.Kind;
import dev.cairn.dal.Database;
import dev.cairn.dal.rpma.Rpma;
import dev.cairn.dal.rpma.UserRole;
import dev.cairn.dal.rpma.UsersRow;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The backups of the {@code rpma} system's administration screen, for users whose role allows it. Everybody else is
 * refused, before anything is looked at, by a {@link BackupException} of kind NOT_ALLOWED. Thread-safe.
 */
public final class RpmaBackups {
    private final Database database;
    private final Rpma rpma;
    private final Backups backups;
    private final Set<UserRole> allowed;

    /** For administrators. */
    public RpmaBackups(Database database, Backups backups) {
        this(database, backups, EnumSet.of(UserRole.ADMIN));
    }

    /** For users who have one of these roles. */
    public RpmaBackups(Database database, Backups backups, Set<UserRole> allowed) {
        this.database = database;
        this.rpma = new Rpma(database);
        this.backups = backups;
        this.allowed = Set.copyOf(allowed);
    }

    /** Takes a backup for this user, an increment where that is possible and smaller. */
    public Backup backup(String userId) {
        return of(userId).take(database);
    }

    /** The backups there are, newest first. */
    public List<Backup> list(String userId) {
        return of(userId).list();
    }

    /** How well the backups stand. */
    public Standing standing(String userId) {
        return of(userId).standing();
    }

    /** Restores a backup into scratch, and looks whether everything is right. */
    public Verification prove(String userId, String id) {
        return of(userId).prove(id);
    }

    /**
     * Replaces the database by one of its backups, while it stays open.
     *
     * @throws BackupException as {@link Backups#restore(String, Database, RestorePolicy)} does
     */
    public Restored restore(String userId, String id, RestorePolicy policy) {
        return of(userId).restore(id, database, policy);
    }

    /** The backups in the name of a user, if that one may have them. */
    private Backups of(String userId) {
        Optional<UsersRow> user = rpma.users().findById(userId);
        boolean may = user.isPresent()
                && user.get().isActive() == 1
                && allowed.contains(user.get().role());
        if (!may) {
            throw BackupException.of(Kind.NOT_ALLOWED)
                    .with("user", userId)
                    .with("role", user.map(u -> u.role().text()).orElse("none"))
                    .with(
                            "allowed",
                            allowed.stream().map(UserRole::text).sorted().toList())
                    .build();
        }
        return backups.as(user.get().username());
    }
}
