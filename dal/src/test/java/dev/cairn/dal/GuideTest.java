package dev.cairn.dal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cairn.dal.DalException.Kind;
import dev.cairn.dal.junit.CairnExtension;
import dev.cairn.dal.pqs.DocumentStatus;
import dev.cairn.dal.pqs.DocumentsRow;
import dev.cairn.dal.pqs.Pqs;
import dev.cairn.dal.pqs.UserRole;
import dev.cairn.dal.pqs.UsersRow;
import dev.cairn.dal.pqs.tables.UsersTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What docs/runtime.md shows: each of its snippets stands here word for word, and does what the guide says. */
@SuppressWarnings("NullAway.Init")
class GuideTest {
    private static final Path DOC = Path.of("..", "docs", "runtime.md");
    private static final Path SOURCE = Path.of("src", "test", "java", "dev", "cairn", "dal", "GuideTest.java");

    @RegisterExtension
    static final CairnExtension cairn = CairnExtension.of(Pqs.MIGRATIONS);

    private final Database db;
    private final Pqs pqs;
    private long ada;
    private long id;

    GuideTest(Database db, Pqs pqs) {
        this.db = db;
        this.pqs = pqs;
    }

    @BeforeEach
    void fill() {
        ada = addUser(pqs, "ada");
        id = addDocument(ada, 1);
    }

    private static long addUser(Pqs pqs, String name) {
        return pqs.users()
                .insert(u -> u.username(name)
                        .email(name + "@example.org")
                        .passwordHash("x")
                        .fullName(name));
    }

    private long addDocument(long author, long number) {
        return pqs.documents()
                .insert(d -> d.title("t")
                        .section(100L)
                        .documentNumber(number)
                        .content("c")
                        .contentHash("h")
                        .createdBy(author));
    }

    @Test
    void snippets_standInThisTest() {
        String source = flat(read(SOURCE));
        List<String> snippets = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL)
                .matcher(read(DOC))
                .results()
                .map(m -> flat(m.group(1)))
                .toList();

        assertThat(snippets)
                .hasSizeGreaterThan(10)
                .allSatisfy(s -> assertThat(source).contains(s));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String flat(String text) {
        return text.replaceAll("\\s+", " ").strip();
    }

    @Test
    void open_withoutSettings(@TempDir Path folder) {
        Path file = folder.resolve("app.db");
        try (Database db = Database.open(file, Pqs.MIGRATIONS, Pqs.OPTIONS)) {
            Pqs pqs = new Pqs(db);
            serve(pqs);
        }
        assertThat(folder).isDirectoryContaining(p -> p.equals(file)).isDirectoryNotContaining("glob:**-wal");
    }

    private static void serve(Pqs pqs) {
        assertThat(pqs.users().count()).isZero();
    }

    @Test
    void open_withSettings(@TempDir Path folder) {
        Path file = folder.resolve("app.db");
        Database.open(file, Pqs.MIGRATIONS).close();
        Properties properties = new Properties();
        properties.setProperty("cairn.synchronous", "full");

        Database db = Database.at(file)
                .migrations(Pqs.MIGRATIONS)
                .options(Pqs.OPTIONS)
                .onOpen(OnOpen.VALIDATE)
                .acquireTimeout(Duration.ofSeconds(5))
                .from(properties)
                .fromEnvironment()
                .open();

        try (db) {
            assertThat(new Pqs(db).users().count()).isZero();
            assertThat(db.write(() -> db.dsl().fetchValue("PRAGMA synchronous")))
                    .isEqualTo(2);
        }
    }

    @Test
    void twoVerbs() {
        List<UsersRow> editors = db.read(() -> pqs.users().listByRole(UserRole.EDITOR, 50));

        db.write(() -> {
            pqs.documents().update(id, d -> d.status(DocumentStatus.REVIEW));
            pqs.userActivities().insert(a -> a.userId(ada).activityType("review"));
        });

        assertThat(editors).isEmpty();
        assertThat(pqs.documents().get(id).status()).isEqualTo(DocumentStatus.REVIEW);
        assertThat(pqs.userActivities().countByUserId(ada)).isEqualTo(1);
    }

    @Test
    void write_throws_nothingIsKept() {
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> db.write(() -> {
                    pqs.documents().delete(id);
                    throw new IOException("the mail could not be sent");
                }));

        assertThat(pqs.documents().exists(id)).isTrue();
    }

    @Test
    void read_isOneSnapshot() throws Exception {
        CountDownLatch counted = new CountDownLatch(1);
        CountDownLatch inserted = new CountDownLatch(1);
        ExecutorService other = Executors.newSingleThreadExecutor();
        Future<?> insert = other.submit(() -> {
            counted.await();
            addUser(pqs, "bob");
            inserted.countDown();
            return true;
        });

        db.read(() -> {
            long before = pqs.users().count();
            counted.countDown();
            inserted.await();
            assertThat(pqs.users().count()).isEqualTo(before);
        });

        insert.get();
        other.shutdown();
        assertThat(pqs.users().count()).isEqualTo(2);
    }

    @Test
    void stream_endsWithItsScope() {
        long approved = db.read(() -> {
            Stream<DocumentsRow> all = pqs.documents().streamBySection(100);
            return all.filter(d -> d.status() == DocumentStatus.APPROVED).count();
        });

        assertThat(approved).isZero();
        assertThatExceptionOfType(DalException.class)
                .isThrownBy(() -> pqs.documents().streamBySection(100))
                .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.MISUSE));
    }

    @Test
    void writeInsideRead_isRefused() {
        assertThatExceptionOfType(DalException.class)
                .isThrownBy(() -> db.read(() -> pqs.documents().delete(id)))
                .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.MISUSE));
    }

    @Test
    void nestedWrite_isASavepoint() {
        List<Long> numbers = List.of(2L, 1L, 3L);

        db.write(() -> {
            for (long number : numbers) {
                try {
                    db.write(() -> {
                        long added = addDocument(ada, number);
                        noteActivity("import", added);
                    });
                } catch (ConstraintException e) {
                    skipped(number, e.columns());
                }
            }
        });

        assertThat(pqs.documents().countBySection(100)).isEqualTo(3);
        assertThat(pqs.userActivities().countByUserId(ada)).isEqualTo(2);
        assertThat(told).containsExactly("1 has [section, document_number] of another");
    }

    private final List<String> told = new ArrayList<>();

    private void noteActivity(String type, long document) {
        pqs.userActivities().insert(a -> a.userId(ada).activityType(type).resourceId(document));
    }

    private void skipped(long number, List<String> columns) {
        told.add(number + " has " + columns + " of another");
    }

    private void notifyReviewers(long document) {
        told.add("reviewers of " + (document == id ? "it" : "another"));
    }

    @Test
    void afterCommit_runsOnceItStands() {
        db.write(() -> {
            pqs.documents().update(id, d -> d.status(DocumentStatus.REVIEW));
            db.afterCommit(() -> notifyReviewers(id));
        });

        assertThat(told).containsExactly("reviewers of it");
    }

    @Test
    void afterCommit_isNotYetRunInside_norAfterARollback() {
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> db.write(() -> {
                    db.afterCommit(() -> notifyReviewers(id));
                    assertThat(told).isEmpty();
                    throw new IllegalStateException();
                }));

        assertThat(told).isEmpty();
    }

    @Test
    void with_namesLimitsAndRepeats() {
        Database nightly = db.with(Call.tagged("nightly-report").timeout(Duration.ofMinutes(2)));
        long users = nightly.read(() -> pqs.users().count());

        Database imports = db.with(Call.tagged("import").retry(Retry.whole(3)));
        imports.write(() -> pqs.documents().update(id, d -> d.title("imported")));

        assertThat(users).isEqualTo(1);
        assertThat(pqs.documents().get(id).title()).isEqualTo("imported");
    }

    @Test
    void timeout_endsTheStatement_andTheConnectionGoesOn() {
        Database hasty = db.with(Call.DEFAULT.timeout(Duration.ofMillis(50)));

        assertThatExceptionOfType(DalException.class)
                .isThrownBy(() -> hasty.dsl()
                        .fetchValue("WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)"
                                + " SELECT count(*) FROM n"))
                .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.TIMEOUT));
        assertThat(pqs.users().count()).isEqualTo(1);
    }

    @Test
    void jooq_joinsTheScope() {
        UsersTable u = UsersTable.USERS;

        List<String> names = db.dsl()
                .select(u.USERNAME)
                .from(u)
                .where(u.EMAIL.endsWith("@example.org"))
                .fetch(u.USERNAME);

        db.write(() -> {
            db.dsl()
                    .update(u)
                    .set(u.IS_ACTIVE, false)
                    .where(u.ROLE.eq(UserRole.VISITOR))
                    .execute();
            pqs.userActivities().insert(a -> a.userId(ada).activityType("deactivation"));
        });

        assertThat(names).containsExactly("ada");
        assertThat(pqs.users().get(ada).isActive()).isFalse();
        assertThatExceptionOfType(DalException.class)
                .isThrownBy(() -> db.dsl().deleteFrom(u).execute())
                .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.READ_ONLY));
    }

    @Test
    void dataSources_forOtherLibraries() throws SQLException {
        DataSource readers = db.readers();
        try (Connection connection = readers.getConnection();
                PreparedStatement statement = connection.prepareStatement("SELECT count(*) FROM users");
                ResultSet rows = statement.executeQuery()) {
            rows.next();
            assertThat(rows.getLong(1)).isEqualTo(1);
        }

        DataSource writer = db.with(Call.tagged("legacy-import")).writer();
        try (Connection connection = writer.getConnection()) {
            connection.setAutoCommit(false);
            importInto(connection);
            connection.commit();
        }

        assertThat(pqs.users().get(ada).rank()).isEqualTo("Countess");
    }

    private void importInto(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("UPDATE users SET rank = ? WHERE id = ?")) {
            statement.setString(1, "Countess");
            statement.setLong(2, ada);
            statement.executeUpdate();
        }
    }

    @Test
    void otherThreads_haveScopesOfTheirOwn() throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(2);
        List<Long> ids = List.of(id);

        List<DocumentsRow> documents = db.read(() -> pqs.documents().findAllById(ids));
        List<Future<String>> rendered = new ArrayList<>();
        for (DocumentsRow document : documents) {
            rendered.add(executor.submit(() -> render(document)));
        }
        db.write(() -> {
            for (Future<String> text : rendered) {
                String content = text.get();
                pqs.documents().update(id, d -> d.content(content));
            }
        });

        executor.shutdown();
        assertThat(pqs.documents().get(id).content()).isEqualTo("<c>");
    }

    private static String render(DocumentsRow document) {
        return "<" + document.content() + ">";
    }

    @Test
    void constraint_isWorthCatching() {
        try {
            pqs.users()
                    .insert(u -> u.username("ada")
                            .email("other@example.org")
                            .passwordHash("x")
                            .fullName("A"));
        } catch (ConstraintException e) {
            told.add(e.kind() + " " + e.table().orElse("?") + " " + e.columns());
        }

        assertThat(told).containsExactly("UNIQUE users [username]");
    }

    @Test
    void exclusively_hasTheFileToItself(@TempDir Path folder) throws IOException {
        Path copy = folder.resolve("copy.db");
        db.exclusively(Duration.ofSeconds(10), file -> {
            assertThat(file.resolveSibling(file.getFileName() + "-wal")).doesNotExist();
            return Files.copy(file, copy);
        });
        addUser(pqs, "bob");

        db.exclusively(Duration.ofSeconds(10), file -> Files.copy(copy, file, StandardCopyOption.REPLACE_EXISTING));

        assertThat(pqs.users().count()).isEqualTo(1);
        try (Database second =
                Database.at(copy).migrations(Pqs.MIGRATIONS).readOnly(true).open()) {
            assertThat(new Pqs(second).users().findByUsername("ada")).isPresent();
        }
    }

    @Test
    void secondDatabaseOnTheFile_isRefused() {
        Path file = Path.of(db.dsl().fetchOne("PRAGMA database_list").get("file", String.class));

        assertThatExceptionOfType(DalException.class)
                .isThrownBy(() -> Database.open(file, Pqs.MIGRATIONS))
                .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.ALREADY_OPEN));
    }
}
