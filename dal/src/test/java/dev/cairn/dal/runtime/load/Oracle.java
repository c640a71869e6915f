package dev.cairn.dal.runtime.load;

import dev.cairn.dal.DalException.Kind;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a database would hold, as plain maps from names to values: one for each open scope, and what is committed. */
final class Oracle {
    private final Deque<Map<String, String>> undo = new ArrayDeque<>();
    private Map<String, String> committed = new TreeMap<>();
    private Map<String, String> present = new TreeMap<>();
    private int depth;
    private boolean writing;
    private boolean lost;

    /** What the thread of the scope sees. */
    Map<String, String> present() {
        return present;
    }

    /** What everybody else sees. */
    Map<String, String> committed() {
        return committed;
    }

    /** Whether an error has ended the transaction that is still open. */
    boolean isLost() {
        return lost;
    }

    boolean isInScope() {
        return depth > 0;
    }

    boolean mayWrite() {
        return depth == 0 || writing;
    }

    /** Why a scope cannot begin here; nothing if it can. */
    @Nullable
    Kind refusesScope(boolean toWrite) {
        if (lost) {
            return Kind.ROLLED_BACK;
        }
        return toWrite && !mayWrite() ? Kind.MISUSE : null;
    }

    void begin(boolean toWrite) {
        if (depth == 0) {
            writing = toWrite;
        }
        depth++;
        undo.push(new TreeMap<>(present));
    }

    /**
     * Ends the innermost scope, which has thrown or not.
     *
     * @return why it fails although it has not thrown; nothing if it counts
     */
    @Nullable
    Kind end(boolean toWrite, boolean thrown) {
        depth--;
        Map<String, String> before = undo.pop();
        boolean refused = lost && toWrite && !thrown;
        if (lost) {
            present = new TreeMap<>(committed);
        } else if (thrown && toWrite) {
            present = before;
        }
        if (depth == 0) {
            committed = new TreeMap<>(present);
            lost = false;
        }
        return refused ? Kind.ROLLED_BACK : null;
    }

    /** An error ends the whole transaction. */
    void lose() {
        lost = true;
    }

    /** A single write has happened. */
    void written() {
        if (depth == 0) {
            committed = new TreeMap<>(present);
        }
    }
}
