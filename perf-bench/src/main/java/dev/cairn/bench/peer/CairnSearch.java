package dev.cairn.bench.peer;

import static dev.cairn.dal.pqs.tables.UsersTable.USERS;

import dev.cairn.bench.peer.Searching.Filter;
import dev.cairn.dal.Database;
import dev.cairn.dal.pqs.UsersRepository;
import dev.cairn.dal.pqs.UsersRow;
import java.util.List;
import org.jooq.Condition;
import org.jooq.Record1;
import org.jooq.impl.DSL;

/** jOOQ's DSL over Cairn's connections; a class of its own, so that jOOQ stays unloaded until it is needed. */
final class CairnSearch {
    private CairnSearch() {}

    static List<UsersRow> rows(Database database, Filter filter) {
        return database.dsl()
                .select(UsersRepository.row())
                .from(USERS)
                .where(condition(filter))
                .orderBy(USERS.ID)
                .limit(filter.limit())
                .fetch(Record1::value1);
    }

    private static Condition condition(Filter filter) {
        Condition condition = DSL.noCondition();
        if (filter.id() != null) {
            condition = condition.and(USERS.ID.eq(filter.id()));
        }
        if (filter.role() != null) {
            condition = condition.and(USERS.ROLE.eq(filter.role()));
        }
        if (filter.active() != null) {
            condition = condition.and(USERS.IS_ACTIVE.eq(filter.active()));
        }
        if (filter.after() != null) {
            condition = condition.and(USERS.ID.gt(filter.after()));
        }
        return condition;
    }
}
