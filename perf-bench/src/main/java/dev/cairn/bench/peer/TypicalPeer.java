package dev.cairn.bench.peer;

import dev.cairn.bench.harness.Operation;
import dev.cairn.dal.Database;
import dev.cairn.dal.pqs.Pqs;
import dev.cairn.schema.Migrations;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** A way to ask one of the typical queries; what comes back is the list of its rows. */
public interface TypicalPeer extends Operation, AutoCloseable {
    @Override
    Object run(int turn) throws Exception;

    @Override
    void close() throws SQLException;

    /** Opens one. */
    static TypicalPeer open(PeerKind kind, Typical query, Target target) throws Exception {
        List<List<Object>> keys = keys(query, target);
        return switch (kind) {
            case CAIRN -> new TypicalByCairn(query, database(query, target), true, keys);
            case RAW -> new TypicalByJdbc(query, keys, Access.kept(target));
            case POOLED -> new TypicalByJdbc(query, keys, Access.pooled(target));
            case JOOQ -> new TypicalByJooq(query, keys, target);
            default -> throw new IllegalArgumentException("not written for " + kind);
        };
    }

    /** Cairn on a database that is open already. */
    static TypicalPeer on(Database database, Typical query, Target target) throws SQLException {
        return new TypicalByCairn(query, database, false, keys(query, target));
    }

    /** Opens a database with the settings that all others have. */
    static Database database(Typical query, Target target) {
        return Database.at(target.file())
                .migrations(Migrations.classpath(query.dataset().migrations()))
                .options(Pqs.OPTIONS)
                .open();
    }

    /** The start that the bundled systems come from: a connection for each call, opened with the driver's defaults. */
    static TypicalPeer openedForEachCall(Typical query, Target target) throws Exception {
        return new TypicalByJdbc(query, keys(query, target), Access.openedForEachCall(target));
    }

    private static List<List<Object>> keys(Typical query, Target target) throws SQLException {
        try (Connection connection = target.connect()) {
            return query.keys(connection);
        }
    }
}
