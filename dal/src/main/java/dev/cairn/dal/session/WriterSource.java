package dev.cairn.dal.session;

import dev.cairn.dal.DalException;
import dev.cairn.dal.DalException.Kind;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Supplier;

/**
 * The writer for libraries that want a {@code DataSource}. A connection takes its turn like everybody else, and has it
 * until it is closed; from the hold limit on, whoever waits takes it away. Thread-safe.
 */
final class WriterSource extends Connections {
    private final Supplier<Turn> turns;

    WriterSource(Supplier<Turn> turns) {
        this.turns = turns;
    }

    @Override
    public Connection getConnection() {
        return Handed.of(new Behind(turns.get()));
    }

    private static final class Behind implements Handed.Behind {
        private final Turn turn;
        private boolean autoCommit = true;

        Behind(Turn turn) {
            this.turn = turn;
        }

        @Override
        public Connection connection() {
            return turn.lane();
        }

        @Override
        public void setAutoCommit(boolean on) throws SQLException {
            if (on && !autoCommit) {
                turn.commit();
            } else if (!on && autoCommit) {
                turn.begin();
            }
            autoCommit = on;
        }

        @Override
        public boolean isAutoCommit() {
            return autoCommit;
        }

        @Override
        public void commit() throws SQLException {
            requireManual();
            turn.commit();
            turn.next();
        }

        @Override
        public void rollback() {
            requireManual();
            turn.rollback();
            turn.next();
        }

        private void requireManual() {
            if (autoCommit) {
                throw DalException.of(Kind.MISUSE, "instead", "begin a transaction by setAutoCommit(false)");
            }
        }

        @Override
        public void giveBack() {
            turn.end();
        }
    }
}
