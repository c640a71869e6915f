package dev.cairn.bench.peer;

import dev.cairn.dal.pqs.UserRole;
import dev.cairn.dal.pqs.UsersRow;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A peer whose queries can be put together while the program runs. */
public interface Searching extends Peer {

    /**
     * What to look for; what is null does not matter.
     *
     * @param id of the row
     * @param role of the user
     * @param active whether the user may log in
     * @param after a key that those of all rows are greater than
     * @param limit how many rows at the most
     */
    record Filter(
            @Nullable Long id,
            @Nullable UserRole role,
            @Nullable Boolean active,
            @Nullable Long after,
            int limit) {}

    /** The first rows that match, by key. */
    List<UsersRow> search(Filter filter) throws Exception;
}
