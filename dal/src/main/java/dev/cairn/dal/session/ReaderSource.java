package dev.cairn.dal.session;

import dev.cairn.dal.Call;
import dev.cairn.dal.DalException;
import dev.cairn.dal.DalException.Kind;
import dev.cairn.dal.statement.Lane;
import java.sql.Connection;

/** Readers for libraries that want a {@code DataSource}. Thread-safe. */
final class ReaderSource extends Connections {
    private final Session session;
    private final Call call;

    ReaderSource(Session session, Call call) {
        this.session = session;
        this.call = call;
    }

    @Override
    public Connection getConnection() {
        Lane lane = session.lend(call, "readers()");
        lane.lendToAnyThread();
        return Handed.of(new Behind(session, lane));
    }

    private record Behind(Session session, Lane lane) implements Handed.Behind {
        @Override
        public Connection connection() {
            return lane;
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
            session.takeBack(lane);
        }
    }
}
