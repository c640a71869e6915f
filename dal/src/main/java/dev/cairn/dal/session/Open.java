package dev.cairn.dal.session;

import dev.cairn.dal.Call;
import dev.cairn.dal.statement.Lane;
import java.util.ArrayList;
import java.util.List;

/** A scope of the caller's, while it is open. Confined to the thread that opened it. */
final class Open {
    private final Call call;
    private final boolean writing;
    private final Held held;
    private final long began = System.nanoTime();
    private final List<Runnable> afterCommit = new ArrayList<>(0);
    private final List<Runnable> unfinished = new ArrayList<>(0);
    private int depth;
    private boolean ended;

    Open(Call call, boolean writing, Held held) {
        this.call = call;
        this.writing = writing;
        this.held = held;
    }

    Call call() {
        return call;
    }

    boolean isWriting() {
        return writing;
    }

    Held held() {
        return held;
    }

    Lane lane() {
        return held.lane();
    }

    long began() {
        return began;
    }

    /** What runs after the COMMIT; what was added inside a savepoint goes with it. */
    List<Runnable> afterCommit() {
        return afterCommit;
    }

    /** What has to be taken down with this scope, unless it ends before. */
    List<Runnable> unfinished() {
        return unfinished;
    }

    /** The name of a savepoint inside this scope. */
    String deeper() {
        depth++;
        return "cairn_" + depth;
    }

    void back() {
        depth--;
    }

    /** Whether this is the first time that it is ended: jOOQ rolls back once more when a commit has failed. */
    boolean ends() {
        boolean first = !ended;
        ended = true;
        return first;
    }
}
