package dev.cairn.dal.runtime.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.dal.Database;
import dev.cairn.dal.pqs.Pqs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.Size;

/**
 * Whole scopes of several threads at once are as if they had run one after the other: each takes the next number, and
 * in the order of these numbers everything that was read follows from what was written.
 */
class SerializableProperties {
    private static final int COUNTERS = 4;
    private static final Torture TORTURE = new Torture(0.05);

    /**
     * A scope: it reads two counters, and one that writes sets another to their sum and one more.
     *
     * @param undone whether a savepoint inside, which sets the counter to nonsense, is undone
     * @param thrown whether all of it is undone
     */
    record Scope(boolean writing, int first, int second, int target, boolean undone, boolean thrown) {}

    /** A scope that counts, with the number it took or saw, and what it read. */
    private record Done(long number, Scope scope, long first, long second) {}

    @Provide
    Arbitrary<List<Scope>> scopes() {
        Arbitrary<Integer> counter = Arbitraries.integers().between(0, COUNTERS - 1);
        return Combinators.combine(
                        Arbitraries.of(true, true, false),
                        counter,
                        counter,
                        counter,
                        Arbitraries.of(false, true),
                        Arbitraries.of(false, false, false, true))
                .as(Scope::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(25);
    }

    @Property(tries = 40)
    void scopes_ofSeveralThreads_areSerializable(
            @ForAll @Size(min = 2, max = 3) List<@From("scopes") List<Scope>> threads) throws Exception {
        check(threads);
    }

    @Property(tries = 600)
    @Tag("torture")
    void scopes_ofMoreThreads_areSerializable(@ForAll @Size(min = 2, max = 6) List<@From("scopes") List<Scope>> threads)
            throws Exception {
        if (TORTURE.timeIsLeft()) {
            check(threads);
        }
    }

    private static void check(List<List<Scope>> threads) throws IOException {
        Path folder = Files.createTempDirectory("cairn-serializable");
        try (Database database = Database.open(folder.resolve("counters.db"), Pqs.MIGRATIONS)) {
            Counters counters = new Counters(database);
            Queue<Done> done = new ConcurrentLinkedQueue<>();
            CyclicBarrier start = new CyclicBarrier(threads.size());
            List<Caller<Boolean>> callers = threads.stream()
                    .map(scopes -> Caller.of(() -> {
                        start.await();
                        scopes.forEach(scope -> counters.run(scope, done));
                        return true;
                    }))
                    .toList();
            callers.forEach(Caller::result);
            requireSerializable(done);
            assertThat(database.holders()).isEmpty();
        } finally {
            delete(folder);
        }
    }

    /** Counters in rows of a table. */
    private static final class Counters {
        private final Database database;
        private final Pqs pqs;
        private final List<Long> ids = new ArrayList<>();

        Counters(Database database) {
            this.database = database;
            this.pqs = new Pqs(database);
            for (int i = 0; i <= COUNTERS; i++) {
                String name = "c" + i;
                ids.add(pqs.users()
                        .insert(u -> u.username(name)
                                .email(name)
                                .passwordHash("x")
                                .fullName(name)
                                .loginCount(0L)));
            }
        }

        void run(Scope scope, Queue<Done> log) {
            if (!scope.writing()) {
                log.add(database.read(() -> new Done(get(COUNTERS), scope, get(scope.first()), get(scope.second()))));
                return;
            }
            try {
                log.add(database.write(() -> write(scope)));
            } catch (IllegalStateException e) {
                assertThat(scope.thrown()).isTrue();
            }
        }

        private Done write(Scope scope) {
            Done done = new Done(get(COUNTERS) + 1, scope, get(scope.first()), get(scope.second()));
            set(COUNTERS, done.number());
            set(scope.target(), done.first() + done.second() + 1);
            if (scope.undone()) {
                try {
                    database.write(() -> {
                        set(scope.target(), -1);
                        throw new IllegalStateException("undo this");
                    });
                } catch (IllegalStateException e) {
                    assertThat(e).hasMessage("undo this");
                }
            }
            if (scope.thrown()) {
                throw new IllegalStateException("undo all");
            }
            return done;
        }

        private long get(int counter) {
            Long count = pqs.users().get(ids.get(counter)).loginCount();
            return count == null ? 0 : count;
        }

        private void set(int counter, long value) {
            assertThat(pqs.users().update(ids.get(counter), u -> u.loginCount(value)))
                    .isTrue();
        }
    }

    private static void requireSerializable(Queue<Done> log) {
        long[] counters = new long[COUNTERS];
        long number = 0;
        List<Done> ordered = log.stream()
                .sorted(Comparator.comparingLong(Done::number)
                        .thenComparing(d -> !d.scope().writing()))
                .toList();
        for (Done done : ordered) {
            Scope scope = done.scope();
            number += scope.writing() ? 1 : 0;
            assertThat(done.number())
                    .as("each number is taken once, and seen once it is")
                    .isEqualTo(number);
            assertThat(done.first()).isEqualTo(counters[scope.first()]);
            assertThat(done.second()).isEqualTo(counters[scope.second()]);
            if (scope.writing()) {
                counters[scope.target()] = done.first() + done.second() + 1;
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
