package dev.cairn.dal.contract;

import dev.cairn.dal.DalException;
import dev.cairn.dal.spi.Operation;
import dev.cairn.dal.spi.Scope;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.Set;

/** A scope that notes every statement it lends. */
final class Recorder implements Scope {
    private final Scope scope;
    private final boolean packs;
    private final Set<String> seen;

    Recorder(Scope scope, boolean packs, Set<String> seen) {
        this.scope = scope;
        this.packs = packs;
        this.seen = seen;
    }

    Recorder(Scope scope, boolean packs) {
        this(scope, packs, new LinkedHashSet<>());
    }

    @Override
    public <T> T reading(Operation operation, Work<T> work) {
        return scope.reading(operation, statements -> work.run(new Noted(statements)));
    }

    @Override
    public <T> T snapshot(Operation operation, Work<T> work) {
        return scope.snapshot(operation, statements -> work.run(new Noted(statements)));
    }

    @Override
    public <T> T writing(Operation operation, Work<T> work) {
        return scope.writing(operation, statements -> work.run(new Noted(statements)));
    }

    @Override
    public <T> T combining(Operation operation, Work<T> work) {
        return scope.combining(operation, statements -> work.run(new Noted(statements)));
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
            return statements.take(sql);
        }

        @Override
        public void closeAtEnd(AutoCloseable resource) {
            statements.closeAtEnd(resource);
        }

        @Override
        public boolean isOpenedByCaller() {
            return statements.isOpenedByCaller();
        }

        @Override
        public void counted(long rows) {
            statements.counted(rows);
        }

        @Override
        public void requireUsable() {
            statements.requireUsable();
        }

        @Override
        public DalException translate(SQLException e, String sql) {
            return statements.translate(e, sql);
        }
    }
}
