package dev.cairn.dal.runtime.load;

import dev.cairn.dal.DalException;
import dev.cairn.dal.DalException.Kind;
import dev.cairn.dal.spi.Scope.Work;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Each way in which one single write can fail, and what its caller is to be told. */
enum Refusal {
    UNIQUE(Kind.UNIQUE, Desk.insert("taken")),
    CHECK(Kind.CHECK, Desk.insert("check")),
    NOT_NULL(Kind.NOT_NULL, Desk.statement("INSERT INTO t (name) VALUES (NULL)")),
    OR_ROLLBACK(Kind.UNIQUE, Desk.statement("INSERT OR ROLLBACK INTO t (name) VALUES ('taken')")),
    OR_FAIL(Kind.UNIQUE, Desk.statement("INSERT OR FAIL INTO t (name) VALUES ('half'), ('taken')")),
    RAISE_ABORT(Kind.RAISED, Desk.insert("raise abort")),
    RAISE_FAIL(Kind.RAISED, Desk.insert("raise fail")),
    RAISE_FAIL_DEEP_DOWN(Kind.RAISED, Desk.insert("raise fail deep down")),
    RAISE_ROLLBACK(Kind.RAISED, Desk.insert("raise rollback")),
    DEFERRED(Kind.FOREIGN_KEY, Desk.statement("INSERT INTO t (name, parent) VALUES ('orphan', 99)")),
    BAD_VALUE(Kind.BAD_VALUE, statements -> {
        throw DalException.of(Kind.BAD_VALUE, "column", "name");
    }),
    FAILS_HALF_WAY(Kind.STALE, statements -> {
        Desk.execute(statements, "INSERT INTO t (name) VALUES ('half')");
        throw DalException.of(Kind.STALE, "table", "t");
    }),
    ENDS_IT_AND_GOES_ON(Kind.ROLLED_BACK, statements -> {
        try {
            Desk.execute(statements, "INSERT OR ROLLBACK INTO t (name) VALUES ('taken')");
        } catch (SQLException e) {
            return 0L;
        }
        return 1L;
    }),
    FUNCTION(Kind.FAILED, Desk.statement("INSERT INTO t (name) VALUES (out_of_memory())")),
    ERROR(null, statements -> {
        Desk.execute(statements, "INSERT INTO t (name) VALUES ('half')");
        throw new OutOfMemoryError("as if");
    }),
    TIMEOUT(
            Kind.TIMEOUT,
            Desk.statement("INSERT INTO t (name) WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)"
                    + " SELECT 'endless ' || i FROM n"));

    private final @Nullable Kind kind;

    @SuppressWarnings("ImmutableEnumChecker") // none of them has a state
    private final Work<Long> work;

    Refusal(@Nullable Kind kind, Work<Long> work) {
        this.kind = kind;
        this.work = work;
    }

    /** Nothing for an Error. */
    @Nullable
    Kind kind() {
        return kind;
    }

    Work<Long> work() {
        return work;
    }

    Duration timeout() {
        return this == TIMEOUT ? Duration.ofMillis(20) : Duration.ZERO;
    }
}
