package dev.cairn.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.schema.MigrationException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What the README and docs/migrations.md show: each of its snippets stands here, or among the files of the guide, word
 * for word.
 */
@ExtendWith(FixtureExtension.class)
class GuideTest {
    private static final List<Path> DOCS = List.of(
            Path.of("..", "README.md"), Path.of("..", "docs", "migrations.md"), Path.of("..", "docs", "codegen.md"));
    private static final Path FILES = Path.of("src", "test", "resources", "guide");
    private static final List<Path> SOURCES = List.of(
            Path.of("src", "test", "java", "dev", "cairn", "schema", "GuideTest.java"),
            Path.of("..", "examples", "own-schema", "src", "main", "java", "org", "example", "shop", "Main.java"),
            Path.of("..", "examples", "own-schema", "src", "test", "java", "org", "example", "shop", "ShopTest.java"));

    private static final String CUSTOMER =
            "INSERT INTO customers (email, name, notes) VALUES ('Ada@Example.org', 'Ada', 'n')";
    private static final String ORDER = "INSERT INTO orders (customer_id, total_cents) VALUES (1, 1000)";

    @Test
    void sqlSnippets_areFilesOfTheGuide() throws IOException {
        assertThat(snippets("sql")).isNotEmpty().isSubsetOf(files());
    }

    @Test
    void javaSnippets_standInThisTest() {
        String source =
                SOURCES.stream().map(GuideTest::read).map(GuideTest::flat).collect(Collectors.joining(" "));
        assertThat(snippets("java"))
                .isNotEmpty()
                .allSatisfy(s -> assertThat(source).contains(flat(s)));
    }

    @Test
    void xmlSnippets_standInTheExample() {
        String pom = flat(read(Path.of("..", "examples", "own-schema", "pom.xml")));
        assertThat(snippets("xml")).isNotEmpty().allSatisfy(s -> assertThat(pom).contains(flat(s)));
    }

    @Test
    void migrate_statusAndBack(Fixture app) {
        Path file = app.file();
        Migrations migrations = Migrations.classpath("guide");

        Migrator migrator = Migrator.of(file, migrations);
        Report report = migrator.migrate();
        Status status = migrator.status();

        assertThat(report.steps()).hasSize(4);
        assertThat(status.current()).contains("004_drop_notes");
        assertThat(status.pending()).isEmpty();
    }

    @Test
    void lossyDown_needsConsent(Fixture app) {
        Path file = app.file();
        Migrations migrations = Migrations.classpath("guide");
        Migrator migrator = Migrator.of(file, migrations);
        migrator.migrate(Target.to(2));
        app.sql(CUSTOMER, ORDER);

        assertThatThrownBy(() -> migrator.rollback(Target.to(1)))
                .isInstanceOfSatisfying(MigrationException.class, e -> {
                    assertThat(e.kind()).isEqualTo(Kind.LOSSY_DOWN);
                    assertThat(e.field("lost")).contains("1 rows with table orders");
                });
        Migrator consenting =
                Migrator.at(file, migrations).allowDestructive(true).as("ada").build();
        consenting.rollback(Target.to(1));

        assertThat(app.texts("SELECT name FROM sqlite_schema WHERE name = 'orders'"))
                .isEmpty();
        migrator.restorePoints().stream().findFirst().ifPresent(consenting::rollback);
        assertThat(app.number("SELECT count(*) FROM orders")).isEqualTo(1);
    }

    @Test
    void rebuild_keepsTheChildren() {
        try (MigrationTester db = MigrationTester.of(Migrations.classpath("guide"))) {
            db.migrateTo(2);
            db.execute(
                    "INSERT INTO customers (email, name) VALUES ('ada@example.org', 'Ada')",
                    "INSERT INTO orders (customer_id, total_cents) VALUES (1, 1000)");
            MigrationTester.Snapshot before = db.snapshot();

            db.migrateTo(3);
            assertThat(db.rows("SELECT full_name, state FROM customers")).hasSize(1);
            assertThat(db.rows("SELECT * FROM orders")).hasSize(1);

            db.rollbackTo(2).assertSameAs(before);
        }
    }

    /** Lower-cases addresses the way our mail server does, which SQL's lower() does not. */
    static final class LowerCaseAddresses implements CodeMigration {
        @Override
        public String name() {
            return "005_lower_case_addresses";
        }

        @Override
        public String checksum() {
            return "1";
        }

        @Override
        public void up(Connection connection) throws SQLException {
            try (var all = connection.createStatement();
                    var rows = all.executeQuery("SELECT id, email FROM customers");
                    var update = connection.prepareStatement("UPDATE customers SET email = ? WHERE id = ?")) {
                while (rows.next()) {
                    update.setString(1, rows.getString(2).toLowerCase(java.util.Locale.ROOT));
                    update.setLong(2, rows.getLong(1));
                    update.executeUpdate();
                }
            }
        }
    }

    @Test
    void codeMigration_runsAmongTheOthers(Fixture app) {
        Path file = app.file();
        Migrator.of(file, Migrations.classpath("guide")).migrate(Target.to(2));
        app.sql(CUSTOMER);

        Migrations migrations = Migrations.classpath("guide").with(new LowerCaseAddresses());
        Migrator.of(file, migrations).migrate();

        assertThat(app.texts("SELECT email FROM customers")).containsExactly("ada@example.org");
    }

    @Test
    void rehearse_provesTheWayBack(Fixture app) {
        Path file = app.file();
        Migrations migrations = Migrations.classpath("guide");
        Migrator.of(file, migrations).migrate(Target.to(2));
        app.sql(CUSTOMER, ORDER);

        Rehearsal rehearsal = Migrator.of(file, migrations).rehearse();
        if (!rehearsal.isProven()) {
            throw new AssertionError(rehearsal.schemaDifferences() + " " + rehearsal.rowDifferences());
        }

        assertThat(rehearsal.down()).hasSize(2);
    }

    private static List<String> snippets(String language) {
        Pattern block = Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL);
        return DOCS.stream()
                .flatMap(doc -> block.matcher(read(doc)).results())
                .map(m -> m.group(1))
                .toList();
    }

    private static List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(FILES)) {
            return files.map(GuideTest::read).toList();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static String flat(String text) {
        return text.replaceAll("\\s+", " ").strip();
    }
}
