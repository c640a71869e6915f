package dev.cairn.dal.runtime.load;

import dev.cairn.dal.Cursor;
import dev.cairn.dal.Database;
import dev.cairn.dal.pqs.Pqs;
import dev.cairn.dal.pqs.UserRole;
import dev.cairn.dal.pqs.UsersRow;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Threads that read and write one database for a while. Counters are read, counted up in Java and written back inside
 * {@code write}, so that a lost update shows; each also counts up one that is the sum of all, so that a torn snapshot
 * shows. Thread-safe.
 */
final class Load {
    private static final int COUNTERS = 16;
    private static final int USERS = 200;

    private final Database database;
    private final Pqs pqs;
    private final long sum;
    private final List<Long> counters;
    private final AtomicLong counted = new AtomicLong();
    private final AtomicLong inserted = new AtomicLong();
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final Latencies reads = new Latencies();
    private final Latencies singles = new Latencies();
    private final Latencies bodies = new Latencies();

    /** Over a database that {@link #fill} has been at. */
    Load(Database database) {
        this.database = database;
        this.pqs = new Pqs(database);
        this.sum = pqs.users().findByUsername("sum").orElseThrow().id();
        this.counters = pqs.users().listByRole(UserRole.EDITOR, COUNTERS).stream()
                .map(UsersRow::id)
                .toList();
    }

    static void fill(Database database) {
        Pqs pqs = new Pqs(database);
        database.write(() -> {
            user(pqs, "sum", UserRole.ADMIN);
            for (int i = 0; i < COUNTERS; i++) {
                user(pqs, "counter" + i, UserRole.EDITOR);
            }
            for (int i = 0; i < USERS; i++) {
                user(pqs, "user" + i, UserRole.USER);
            }
        });
    }

    private static void user(Pqs pqs, String name, UserRole role) {
        pqs.users()
                .insert(u -> u.username(name)
                        .email(name + "@example.org")
                        .passwordHash("x")
                        .fullName(name)
                        .loginCount(0L)
                        .role(role));
    }

    /** Runs so many threads at once, each until the time is up. */
    Load run(ExecutorService threads, int count, int writePercent, Duration time) throws InterruptedException {
        CountDownLatch ended = new CountDownLatch(count);
        long end = System.nanoTime() + time.toNanos();
        for (int t = 0; t < count; t++) {
            threads.execute(() -> {
                try {
                    while (System.nanoTime() - end < 0 && failures.isEmpty()) {
                        step(writePercent);
                    }
                } catch (RuntimeException | Error e) {
                    failures.add(e);
                } finally {
                    ended.countDown();
                }
            });
        }
        if (!ended.await(time.toSeconds() + 120, TimeUnit.SECONDS)) {
            failures.add(new AssertionError("threads do not end: " + ended.getCount() + " of " + count));
        }
        return this;
    }

    private void step(int writePercent) {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        long began = System.nanoTime();
        if (random.nextInt(100) >= writePercent) {
            read(random.nextInt(8));
            reads.add(System.nanoTime() - began);
        } else if (random.nextBoolean()) {
            single(random);
            singles.add(System.nanoTime() - began);
        } else {
            database.write(() -> countUp(counters.get(random.nextInt(counters.size()))));
            counted.incrementAndGet();
            bodies.add(System.nanoTime() - began);
        }
    }

    private void single(ThreadLocalRandom random) {
        long user = counters.get(random.nextInt(counters.size()));
        long key = pqs.userActivities().insert(a -> a.userId(user).activityType("load"));
        inserted.incrementAndGet();
        if (random.nextInt(16) == 0
                && pqs.userActivities()
                        .findById(key)
                        .filter(a -> a.userId() == user)
                        .isEmpty()) {
            throw new AssertionError("a row that was written is not what the next call reads");
        }
    }

    private void countUp(long counter) {
        long next = loginCount(counter) + 1;
        pqs.users().update(counter, u -> u.loginCount(next));
        long total = loginCount(sum) + 1;
        pqs.users().update(sum, u -> u.loginCount(total));
    }

    private long loginCount(long user) {
        Long count = pqs.users().get(user).loginCount();
        return count == null ? 0 : count;
    }

    private void read(int which) {
        switch (which) {
            case 0 -> pqs.users().pageByRole(UserRole.USER, Cursor.first(20));
            case 1 -> pqs.users().countByRole(UserRole.USER);
            case 2 -> database.read(this::requireSum);
            default -> {
                if (pqs.users().findByUsername("user7").isEmpty()) {
                    throw new AssertionError("a row that nobody deletes is not found");
                }
            }
        }
    }

    private void requireSum() {
        long total = loginCount(sum);
        long each = counters.stream().mapToLong(this::loginCount).sum();
        if (total != each) {
            throw new AssertionError("a snapshot with a sum of " + total + " over counters of " + each);
        }
    }

    Queue<Throwable> failures() {
        return failures;
    }

    /** How many updates were acknowledged. */
    long counted() {
        return counted.get();
    }

    /** How many rows were acknowledged. */
    long inserted() {
        return inserted.get();
    }

    Duration longest() {
        Duration writes = singles.longest().compareTo(bodies.longest()) > 0 ? singles.longest() : bodies.longest();
        return writes.compareTo(reads.longest()) > 0 ? writes : reads.longest();
    }

    /** What the database says of both. */
    long countedThere() {
        database.read(this::requireSum);
        return loginCount(sum);
    }

    long insertedThere() {
        return pqs.userActivities().count();
    }

    @Override
    public String toString() {
        return "reads: " + reads + "; single writes: " + singles + "; write bodies: " + bodies;
    }
}
