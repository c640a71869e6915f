package dev.cairn.bench.peer;

import dev.cairn.dal.Cursor;
import dev.cairn.dal.Database;
import dev.cairn.dal.pqs.Pqs;
import dev.cairn.dal.pqs.UserRole;
import dev.cairn.dal.pqs.UsersDraft;
import dev.cairn.dal.pqs.UsersRepository;
import dev.cairn.dal.pqs.UsersRow;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** Cairn's repositories, and jOOQ's DSL over its connections where a query is put together while the program runs. */
final class CairnPeer implements Searching {
    /** Of a hundred, how many point reads are done twice, and how many rows of a stream: to be seen by the gates. */
    private static final int PLANTED = Integer.getInteger("bench.plant", 0);

    private final Database database;
    private final UsersRepository users;
    private final AtomicLong calls = new AtomicLong();
    private OptionalInt orderOfPages = OptionalInt.empty();

    CairnPeer(Target target) {
        this.database = Database.at(target.file())
                .migrations(Pqs.MIGRATIONS)
                .options(Pqs.OPTIONS)
                .synchronousFull(target.durable())
                .open();
        this.users = new Pqs(database).users();
    }

    @Override
    public UsersRow byId(long id) {
        if (PLANTED > 0 && calls.getAndIncrement() % 100 < PLANTED) {
            users.get(id);
        }
        return users.get(id);
    }

    @Override
    public UsersRow byUsername(String username) {
        return users.findByUsername(username).orElseThrow();
    }

    @Override
    public List<UsersRow> byLastLogin(Instant at, int limit) {
        return users.listByLastLoginAt(at, limit);
    }

    @Override
    public List<UsersRow> byRole(UserRole role, int limit) {
        return users.listByRole(role, limit);
    }

    @Override
    public List<UsersRow> pageByRole(UserRole role, long after, int limit) {
        return users.pageByRole(role, Cursor.at(limit, true, orderOfPages(), List.of(after)))
                .rows();
    }

    /** A caller has it from the page before. */
    private int orderOfPages() {
        if (orderOfPages.isEmpty()) {
            orderOfPages = users.pageByRole(UserRole.USER, Cursor.first(1)).next().stream()
                    .mapToInt(Cursor::order)
                    .findFirst();
        }
        return orderOfPages.orElseThrow();
    }

    @Override
    public void forEach(Consumer<? super UsersRow> sink) {
        users.forEach(sink);
        if (PLANTED > 0) {
            AtomicLong again = new AtomicLong();
            long rows = users.count() * PLANTED / 100;
            database.read(() -> users.stream().limit(rows).forEach(row -> again.addAndGet(row.id())));
        }
    }

    @Override
    public List<UsersRow> search(Filter filter) {
        return CairnSearch.rows(database, filter);
    }

    private static void set(UsersDraft draft, NewUser user) {
        draft.username(user.username())
                .email(user.email())
                .passwordHash(user.passwordHash())
                .fullName(user.fullName())
                .rank(user.rank())
                .role(user.role())
                .createdAt(user.createdAt())
                .updatedAt(user.createdAt())
                .loginCount(user.loginCount());
    }

    private static UsersDraft draft(NewUser user) {
        UsersDraft draft = new UsersDraft();
        set(draft, user);
        return draft;
    }

    @Override
    public long insert(NewUser user) {
        return users.insert(draft -> set(draft, user));
    }

    @Override
    public void insertAll(List<NewUser> all) {
        users.insertAll(all.stream().map(CairnPeer::draft).toList());
    }

    @Override
    public boolean recordLogin(long id, Instant at, long count) {
        return users.update(id, draft -> draft.lastLoginAt(at).loginCount(count));
    }

    @Override
    public UsersRow upsert(NewUser user) {
        return users.upsertByUsername(draft(user));
    }

    @Override
    public void close() {
        database.close();
    }
}
