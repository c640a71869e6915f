package dev.cairn.dal.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.cairn.dal.Call;
import dev.cairn.dal.Database;
import dev.cairn.dal.ebf.Ebf;
import dev.cairn.dal.pqs.Pqs;
import dev.cairn.dal.pqs.UsersDraft;
import dev.cairn.dal.pqs.UsersRepository;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

/** What a test gets, and what it may not leave behind: seen from outside, on test classes that are run here. */
class CairnExtensionTest {

    private static EngineExecutionResults run(Class<?> tests) {
        return EngineTestKit.engine("junit-jupiter")
                .configurationParameter("junit.jupiter.execution.parallel.enabled", "true")
                .configurationParameter("junit.jupiter.execution.parallel.mode.default", "concurrent")
                .configurationParameter("junit.jupiter.execution.parallel.config.strategy", "fixed")
                .configurationParameter("junit.jupiter.execution.parallel.config.fixed.parallelism", "4")
                .selectors(selectClass(tests))
                .execute();
    }

    /** What the one test that fails says. */
    private static String failure(Class<?> tests) {
        List<Event> failed = run(tests).testEvents().failed().list();
        assertThat(failed).hasSize(1);
        return failed.get(0)
                .getPayload(org.junit.platform.engine.TestExecutionResult.class)
                .flatMap(r -> r.getThrowable())
                .map(Throwable::getMessage)
                .orElseThrow();
    }

    private static UsersDraft user(String name) {
        return new UsersDraft()
                .username(name)
                .email(name + "@example.org")
                .passwordHash("x")
                .fullName(name);
    }

    private static Path file(Database db) {
        return Path.of(db.dsl().fetchOne("PRAGMA database_list").get("file", String.class));
    }

    @Test
    void parameters_everywhere_areOfTheTestsOwnDatabase() {
        EngineExecutionResults results = run(Given.class);

        results.testEvents().assertStatistics(s -> s.started(24).succeeded(24));
        assertThat(Given.FILES).hasSize(24).doesNotHaveDuplicates().noneMatch(Files::exists);
        assertThat(Given.FILES).extracting(Path::getParent).noneMatch(Files::exists);
    }

    static class Given {
        @RegisterExtension
        static final CairnExtension CAIRN = CairnExtension.of(Pqs.MIGRATIONS)
                .opening(at -> at.options(Pqs.OPTIONS).readers(2));

        static final Queue<Path> FILES = new ConcurrentLinkedQueue<>();

        private final Pqs pqs;

        Given(Pqs pqs) {
            this.pqs = pqs;
        }

        @BeforeEach
        void insert(UsersRepository users) {
            users.insert(user("ada"));
        }

        @RepeatedTest(20)
        void insert_inOneTest_isSeenByNoOther(Database db, Pqs same) {
            FILES.add(file(db));
            pqs.users().insert(user("bob"));
            assertThat(same.users().count()).isEqualTo(2);
            assertThat(db.dsl().fetchValue("PRAGMA cache_size")).isEqualTo(-40_000);
        }

        @AfterEach
        void look(Database db) {
            assertThat(new Pqs(db).users().findByUsername("ada")).isPresent();
        }

        @Nested
        class Inside {
            private final Database db;

            Inside(Database db) {
                this.db = db;
            }

            @RepeatedTest(4)
            void insert_before_isSeenInside(Pqs here) {
                FILES.add(file(db));
                assertThat(here.users().count()).isEqualTo(1);
                assertThat(pqs.users().findByUsername("ada")).isPresent();
            }
        }
    }

    @Test
    void twoSchemas_inOneTest_eachFacadeHasItsOwn() {
        run(TwoSchemas.class).testEvents().assertStatistics(s -> s.started(1).succeeded(1));
    }

    static class TwoSchemas {
        @RegisterExtension
        static final CairnExtension PQS = CairnExtension.of(Pqs.MIGRATIONS);

        @RegisterExtension
        static final CairnExtension EBF = CairnExtension.of(Ebf.MIGRATIONS);

        @Test
        void facades_areOfTheirExtensions(Pqs pqs, Ebf ebf) {
            assertThat(pqs.users().count()).isZero();
            assertThat(ebf.clients().count()).isZero();
        }
    }

    @Test
    void readerNotClosed_failsTheTest_namingWhoHasIt() {
        assertThat(failure(LeavesReader.class))
                .startsWith("The test has left connections of its database in use. Close what readers() and writer() "
                        + "gave out and what jOOQ fetches lazily, and wait for the threads that the test started:")
                .contains("\n  holder=readers(), of thread=any, for ms=")
                .endsWith("statements=1");
        assertThat(LeavesReader.file.getParent()).doesNotExist();
    }

    static class LeavesReader {
        @RegisterExtension
        static final CairnExtension CAIRN = CairnExtension.of(Pqs.MIGRATIONS);

        static Path file = Path.of("");

        @Test
        @SuppressWarnings("resource") // that is what it is about
        void test(Database db) throws SQLException {
            file = file(db);
            db.readers().getConnection().prepareStatement("SELECT 1").executeQuery();
        }
    }

    @Test
    void writerNotClosed_failsTheTest_namingItsTag() {
        assertThat(failure(LeavesWriter.class)).contains("\n  holder=import, of thread=any, for ms=");
    }

    static class LeavesWriter {
        @RegisterExtension
        static final CairnExtension CAIRN = CairnExtension.of(Pqs.MIGRATIONS);

        @Test
        @SuppressWarnings("resource") // that is what it is about
        void test(Database db) throws SQLException {
            db.with(Call.tagged("import")).writer().getConnection().setAutoCommit(false);
        }
    }

    @Test
    void threadStillInScope_failsTheTest_sayingWhereItIs() {
        try {
            assertThat(failure(LeavesThread.class))
                    .contains("\n  holder=report, of thread=reporter, for ms=")
                    .contains("CountDownLatch.await")
                    .contains(LeavesThread.class.getName());
        } finally {
            LeavesThread.END.countDown();
        }
    }

    static class LeavesThread {
        @RegisterExtension
        static final CairnExtension CAIRN = CairnExtension.of(Pqs.MIGRATIONS);

        static final CountDownLatch END = new CountDownLatch(1);

        @Test
        void test(Database db) throws InterruptedException {
            CountDownLatch inside = new CountDownLatch(1);
            Thread reporter = new Thread(() -> report(db, inside), "reporter");
            reporter.setDaemon(true);
            // Its database is closed under it.
            reporter.setUncaughtExceptionHandler((thread, e) -> {});
            reporter.start();
            inside.await();
        }

        private static void report(Database db, CountDownLatch inside) {
            db.with(Call.tagged("report")).read(() -> {
                inside.countDown();
                try {
                    END.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
        }
    }

    @Test
    void keyThatPointsAtNothing_failsTheTest_namingRowAndTables() {
        assertThat(failure(LeavesDanglingKey.class))
                .isEqualTo("The test has left its database damaged:\n  row 1 of avatars refers to no row of users");
    }

    static class LeavesDanglingKey {
        @RegisterExtension
        static final CairnExtension CAIRN = CairnExtension.of(Pqs.MIGRATIONS);

        @Test
        void test(Database db) throws SQLException {
            try (Connection writer = db.writer().getConnection();
                    Statement statement = writer.createStatement()) {
                statement.execute("PRAGMA foreign_keys = OFF");
                statement.execute("INSERT INTO avatars (id, user_id, avatar_data, mime_type, file_size)"
                        + " VALUES (1, 99, x'00', 'image/png', 1)");
                statement.execute("PRAGMA foreign_keys = ON");
            }
        }
    }

    @Test
    void closedByTheTest_isLookedAtAllTheSame() {
        assertThat(failure(ClosesAndDamages.class)).contains("row 1 of avatars refers to no row of users");
    }

    static class ClosesAndDamages {
        @RegisterExtension
        static final CairnExtension CAIRN = CairnExtension.of(Pqs.MIGRATIONS);

        @Test
        void closedWhole(Database db) {
            new Pqs(db).users().insert(user("ada"));
            db.close();
        }

        @Test
        void closedDamaged(Database db) throws SQLException {
            new LeavesDanglingKey().test(db);
            db.close();
        }
    }

    @Test
    void parameter_ofBeforeAll_isRefusedWithWhatToDo() {
        String text = run(AsksTooEarly.class).containerEvents().failed().list().stream()
                .flatMap(e -> e.getPayload(org.junit.platform.engine.TestExecutionResult.class).stream())
                .flatMap(r -> r.getThrowable().stream())
                .map(Throwable::getMessage)
                .findFirst()
                .orElseThrow();

        assertThat(text)
                .contains("A database belongs to one test: take Database in the test itself, in @BeforeEach, or in the "
                        + "constructor of a class that is made for each");
    }

    static class AsksTooEarly {
        @RegisterExtension
        static final CairnExtension CAIRN = CairnExtension.of(Pqs.MIGRATIONS);

        @BeforeAll
        static void before(Database db) {
            assertThat(db).isNotNull();
        }

        @Test
        void test() {
            assertThat(CAIRN).isNotNull();
        }
    }
}
