package dev.cairn.dal.statement;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The statements a connection keeps prepared, those used last, by their text. Confined, as its connection is.
 *
 * <p>One that is wanted while it is lent is prepared a second time, for that use alone.
 */
final class StatementCache {
    private static final Logger LOG = LoggerFactory.getLogger(StatementCache.class.getPackageName());
    private static final int KEPT = 256;

    private final Lane lane;
    private final StatementCounts counts;
    private final LinkedHashMap<String, KeptStatement> kept = new LinkedHashMap<>(64, 0.75f, true);
    private final List<KeptStatement> spare = new ArrayList<>();
    private final AtomicInteger schemaChanges;
    private int schemaChangesSeen;
    private int lent;

    /** For a connection of a database that counts in how often its schema was changed by any of them. */
    StatementCache(Lane lane, StatementCounts counts, AtomicInteger schemaChanges) {
        this.lane = lane;
        this.counts = counts;
        this.schemaChanges = schemaChanges;
        this.schemaChangesSeen = schemaChanges.get();
    }

    /** A statement to use and to close. */
    KeptStatement take(String sql) throws SQLException {
        KeptStatement statement = kept.get(sql);
        if (statement == null || statement.isLent()) {
            return prepared(sql, statement != null);
        }
        counts.hit();
        statement.lend();
        lent++;
        return statement;
    }

    private KeptStatement prepared(String sql, boolean isSecond) throws SQLException {
        lane.requireAllowed(sql);
        counts.miss();
        if (LOG.isDebugEnabled()) {
            LOG.debug("Preparing: {}", Sql.shape(sql));
        }
        KeptStatement statement = new KeptStatement(lane, this, sql);
        statement.lend();
        lent++;
        if (isSecond) {
            spare.add(statement);
        } else {
            kept.put(sql, statement);
            shrink();
        }
        return statement;
    }

    private void shrink() throws SQLException {
        Iterator<KeptStatement> eldest = kept.values().iterator();
        while (kept.size() > KEPT && eldest.hasNext()) {
            KeptStatement statement = eldest.next();
            if (!statement.isLent()) {
                eldest.remove();
                statement.end();
            }
        }
    }

    /** Takes back one that was closed. */
    void giveBack(KeptStatement statement) throws SQLException {
        lent--;
        boolean usable = false;
        try {
            usable = statement.reset();
        } finally {
            if (spare.remove(statement)) {
                statement.end();
            } else if (!usable) {
                kept.remove(statement.text());
                statement.end();
            }
            if (statement.changesSchema()) {
                schemaChanges.incrementAndGet();
            }
        }
    }

    /** How many are lent. */
    int lent() {
        return lent;
    }

    /** Ends those that are lent: whoever left one open may still know it, and close it when it would be another's. */
    void endLent() throws SQLException {
        if (lent > 0) {
            endLent(List.copyOf(kept.values()));
            endLent(List.copyOf(spare));
        }
    }

    private static void endLent(List<KeptStatement> statements) throws SQLException {
        for (KeptStatement statement : statements) {
            if (statement.isLent()) {
                statement.retire();
            }
        }
    }

    /** Forgets them all if the schema was changed through this database since it was last asked. */
    void forgetIfSchemaChanged() throws SQLException {
        int changes = schemaChanges.get();
        if (schemaChangesSeen != changes) {
            schemaChangesSeen = changes;
            forget();
        }
    }

    /** Ends them all. */
    void forget() throws SQLException {
        for (KeptStatement statement : kept.values()) {
            statement.end();
        }
        kept.clear();
    }
}
