package dev.cairn.bench.workload;

import dev.cairn.bench.peer.Peer;
import dev.cairn.bench.peer.PeerKind;
import dev.cairn.bench.peer.Target;
import dev.cairn.dal.pqs.UsersRow;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Somebody else's connections to the file that is written to: reads back, writes back and takes back. */
final class Control implements AutoCloseable {
    private final Connection connection;
    private final Peer reader;
    private final long lastBefore;

    Control(Target target, long lastBefore) throws Exception {
        this.connection = target.connect();
        this.reader = PeerKind.RAW.open(target);
        this.lastBefore = lastBefore;
    }

    UsersRow byId(long id) throws Exception {
        return reader.byId(id);
    }

    UsersRow byUsername(String username) throws Exception {
        return reader.byUsername(username);
    }

    /** Everything in the log goes to the file, so that the next one finds no work of this one. */
    void writeBack() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("PRAGMA wal_checkpoint(TRUNCATE)")) {
            if (!row.next() || row.getInt(1) != 0) {
                throw new IllegalStateException("the log could not be written back: somebody still reads");
            }
        }
    }

    /** What was inserted is deleted. */
    void takeBack() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate("DELETE FROM users WHERE id > " + lastBefore);
        }
        writeBack();
    }

    @Override
    public void close() throws SQLException {
        reader.close();
        connection.close();
    }
}
