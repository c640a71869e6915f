package dev.cairn.dal.contract;

import dev.cairn.dal.spi.Scope;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.Set;

/** A scope that notes every statement it lends, and counts those that have not come back. */
final class Recorder implements Scope {
    private final Scope scope;
    private final boolean packs;
    private final Set<String> seen;
    private int lent;

    Recorder(Scope scope, boolean packs, Set<String> seen) {
        this.scope = scope;
        this.packs = packs;
        this.seen = seen;
    }

    Recorder(Scope scope, boolean packs) {
        this(scope, packs, new LinkedHashSet<>());
    }

    int lent() {
        return lent;
    }

    @Override
    public <T> T reading(String label, Work<T> work) {
        return scope.reading(label, statements -> work.run(new Noted(statements)));
    }

    @Override
    public <T> T writing(String label, Work<T> work) {
        return scope.writing(label, statements -> work.run(new Noted(statements)));
    }

    @Override
    public boolean packs() {
        return packs;
    }

    private final class Noted implements Statements {
        private final Statements statements;

        Noted(Statements statements) {
            this.statements = statements;
        }

        @Override
        public PreparedStatement take(String sql) throws SQLException {
            seen.add(sql);
            PreparedStatement statement = statements.take(sql);
            lent++;
            return statement;
        }

        @Override
        public void giveBack(String sql, PreparedStatement statement, boolean usable) throws SQLException {
            lent--;
            statements.giveBack(sql, statement, usable);
        }

        @Override
        public void closeAtEnd(AutoCloseable resource) {
            statements.closeAtEnd(resource);
        }

        @Override
        public boolean isOpenedByCaller() {
            return statements.isOpenedByCaller();
        }
    }
}
