package dev.cairn.dal.session;

import dev.cairn.dal.statement.Lane;
import java.sql.SQLException;

/** A part of a scope that can be undone alone. Confined to the thread of the scope. */
final class Savepoint {
    private final Open scope;
    private final String name;
    private final int actions;

    private Savepoint(Open scope) {
        this.scope = scope;
        this.name = scope.deeper();
        this.actions = scope.afterCommit().size();
    }

    /** Begins one. */
    static Savepoint of(Open scope) {
        scope.lane().requireUsable();
        Savepoint savepoint = new Savepoint(scope);
        savepoint.run("SAVEPOINT ");
        return savepoint;
    }

    /** Leaves what was done since to the scope. */
    void release() {
        scope.lane().requireUsable();
        run("RELEASE ");
        scope.back();
    }

    /** Undoes what was done since, if the transaction is still there. */
    void undo() {
        scope.back();
        scope.afterCommit().subList(actions, scope.afterCommit().size()).clear();
        if (scope.lane().isInTransaction()) {
            run("ROLLBACK TO ");
            run("RELEASE ");
        }
    }

    private void run(String verb) {
        Lane lane = scope.lane();
        try {
            lane.control(verb + name);
        } catch (SQLException e) {
            throw lane.translate(e, verb + name);
        }
    }
}
