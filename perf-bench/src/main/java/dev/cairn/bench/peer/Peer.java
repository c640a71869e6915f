package dev.cairn.bench.peer;

import dev.cairn.dal.pqs.UserRole;
import dev.cairn.dal.pqs.UsersRow;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/**
 * A way to work with the table {@code users} of {@code pqs}. Every call outside of others is a unit of work of its own,
 * and every row comes with all of its 18 columns. Threads may share all but {@link PeerKind#RAW}.
 */
public interface Peer extends AutoCloseable {
    /** The row with this key, which there is. */
    UsersRow byId(long id) throws Exception;

    /** The row with this username, which there is. */
    UsersRow byUsername(String username) throws Exception;

    /** At most so many rows with this login, by key. */
    List<UsersRow> byLastLogin(Instant at, int limit) throws Exception;

    /** At most so many rows with this role, by key. */
    List<UsersRow> byRole(UserRole role, int limit) throws Exception;

    /** At most so many rows with this role whose key is greater, by key. */
    List<UsersRow> pageByRole(UserRole role, long after, int limit) throws Exception;

    /** Passes on every row, without ever holding all of them. */
    void forEach(Consumer<? super UsersRow> sink) throws Exception;

    /** Inserts a row in a transaction of its own; returns its key. */
    long insert(NewUser user) throws Exception;

    /** Inserts rows in one transaction; their keys are not asked for. */
    void insertAll(List<NewUser> users) throws Exception;

    /** Writes two columns of the row with this key in a transaction of its own; says whether there was one. */
    boolean recordLogin(long id, Instant at, long count) throws Exception;

    /** Inserts a row, or renames the one with its username, in a transaction of its own; returns it as it is then. */
    UsersRow upsert(NewUser user) throws Exception;

    @Override
    void close();
}
