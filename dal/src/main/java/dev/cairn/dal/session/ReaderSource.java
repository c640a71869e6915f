package dev.cairn.dal.session;

import dev.cairn.dal.Call;
import dev.cairn.dal.DalException;
import dev.cairn.dal.DalException.Kind;
import java.sql.Connection;

/** Readers for libraries that want a {@code DataSource}. Thread-safe. */
final class ReaderSource extends Connections {
    private final Lending lending;
    private final Call call;

    ReaderSource(Lending lending, Call call) {
        this.lending = lending;
        this.call = call;
    }

    @Override
    public Connection getConnection() {
        Connection lent = lending.lend(call, call.tag().isEmpty() ? "readers()" : call.tag());
        Readers.lane(lent).lendToAnyThread();
        return Handed.of(new Behind(lending, lent));
    }

    private record Behind(Lending lending, Connection lent) implements Handed.Behind {
        @Override
        public Connection connection() {
            return lent;
        }

        @Override
        public void setAutoCommit(boolean on) {
            if (!on) {
                throw refused();
            }
        }

        private static DalException refused() {
            return DalException.of(Kind.MISUSE, "instead", "take a connection of writer(), or call read");
        }

        @Override
        public boolean isAutoCommit() {
            return true;
        }

        @Override
        public void commit() {
            throw refused();
        }

        @Override
        public void rollback() {
            throw refused();
        }

        @Override
        public void giveBack() {
            lending.takeBack(lent);
        }
    }
}
