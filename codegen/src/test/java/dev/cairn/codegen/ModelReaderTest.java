package dev.cairn.codegen;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.codegen.Model.Column;
import dev.cairn.codegen.Model.Index;
import dev.cairn.codegen.Model.IndexColumn;
import dev.cairn.codegen.Model.Table;
import dev.cairn.schema.Migrations;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The model beside what SQLite itself says, and does. */
class ModelReaderTest {

    /** Looks at a migrated database and its model. */
    @FunctionalInterface
    private interface Look {
        void at(Connection connection, Model model) throws SQLException;
    }

    private static void migrated(String folder, Look look) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("migrations", "classpath:" + folder);
        properties.setProperty("history", Boolean.toString(folder.equals("db/pqs")));
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:")) {
            Migrations.classpath(folder).applyTo(connection);
            look.at(connection, new ModelReader(connection, new Config(properties)).read());
        }
    }

    private static Table table(Model model, String name) {
        return model.tables().stream()
                .filter(t -> t.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> strings(Connection connection, String sql) throws SQLException {
        List<String> found = new ArrayList<>();
        try (var statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                found.add(rows.getString(1));
            }
        }
        return found;
    }

    @ParameterizedTest
    @CsvSource({"pqs, 12", "ebf, 7", "hive, 31", "rpma, 4"})
    void read_system_hasEveryTable(String system, int tables) throws Exception {
        migrated(
                "db/" + system,
                (connection, model) -> assertThat(model.tables()).hasSize(tables));
    }

    @ParameterizedTest
    @ValueSource(strings = {"pqs", "ebf", "hive", "rpma"})
    void read_columns_areThoseOfSelect(String system) throws Exception {
        migrated("db/" + system, (connection, model) -> {
            for (Table table : model.tables()) {
                List<String> names = new ArrayList<>();
                try (var statement = connection.createStatement();
                        ResultSet rows = statement.executeQuery("SELECT * FROM " + table.sql())) {
                    for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                        names.add(rows.getMetaData().getColumnName(i));
                    }
                }
                assertThat(table.columns()).extracting(Column::name).containsExactlyElementsOf(names);
                assertThat(table.columns()).extracting(Column::position).isSorted();
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"pqs", "ebf", "hive", "rpma"})
    void read_foreignKeys_areAllThereAndNameAKeyOfTheirParent(String system) throws Exception {
        migrated("db/" + system, (connection, model) -> {
            for (Table table : model.tables()) {
                String count = "SELECT count(DISTINCT id) FROM pragma_foreign_key_list('" + table.name() + "')";
                assertThat(strings(connection, count))
                        .containsExactly(String.valueOf(table.foreignKeys().size()));
                for (Model.ForeignKey key : table.foreignKeys()) {
                    assertThat(key.columns()).allMatch(c -> table.find(c).isPresent());
                    assertThat(table(model, key.parent()).key())
                            .extracting(Column::name)
                            .containsExactlyElementsOf(key.references());
                }
            }
        });
    }

    /** A predicate that were not the index's would leave SQLite without a plan, which is an error. */
    @ParameterizedTest
    @ValueSource(strings = {"pqs", "ebf", "hive", "rpma"})
    void read_indexes_serveTheirColumnsAndPredicates(String system) throws Exception {
        migrated("db/" + system, (connection, model) -> {
            for (Table table : model.tables()) {
                String created =
                        "SELECT name FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL AND tbl_name = '"
                                + table.name() + "' ORDER BY name";
                assertThat(table.indexes().stream().filter(i -> !i.constraint()))
                        .extracting(Index::name)
                        .containsExactlyElementsOf(strings(connection, created));
                for (Index index : table.indexes()) {
                    String plan = "EXPLAIN QUERY PLAN SELECT * FROM " + table.sql() + " INDEXED BY "
                            + Names.sql(index.name())
                            + " WHERE "
                            + index.columns()
                                    .get(0)
                                    .column()
                                    .map(c -> c.sql() + " = 1")
                                    .orElse("1")
                            + index.predicate().map(p -> " AND (" + p + ")").orElse("");
                    try (var statement = connection.createStatement();
                            ResultSet rows = statement.executeQuery(plan)) {
                        assertThat(rows.getString("detail")).contains("INDEX " + index.name());
                    }
                }
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"pqs", "ebf", "hive", "rpma"})
    void read_indexes_knowDescendingAndPartial(String system) throws Exception {
        migrated("db/" + system, (connection, model) -> {
            for (Table table : model.tables()) {
                for (Index index : table.indexes()) {
                    String sql = String.join(
                                    " ",
                                    strings(
                                            connection,
                                            "SELECT coalesce(sql, '') FROM sqlite_schema WHERE name = '" + index.name()
                                                    + "'"))
                            .toUpperCase(Locale.ROOT);
                    assertThat(index.columns().stream().anyMatch(IndexColumn::descending))
                            .as(index.name())
                            .isEqualTo(sql.matches("(?s).*\\bDESC\\b.*"));
                    assertThat(index.predicate().isPresent())
                            .as(index.name())
                            .isEqualTo(sql.matches("(?s).*\\bWHERE\\b.*"));
                }
            }
        });
    }

    @Test
    void read_twoKeysToOneTable_keepsThemApart() throws Exception {
        migrated(
                "fixtures/two-keys-to-one-table",
                (connection, model) -> assertThat(table(model, "transfers").foreignKeys())
                        .containsExactlyInAnyOrder(
                                new Model.ForeignKey(List.of("payer"), "accounts", List.of("id")),
                                new Model.ForeignKey(List.of("payee"), "accounts", List.of("id"))));
    }

    @Test
    void read_generatedColumns_areNeverRequired() throws Exception {
        migrated("fixtures/generated-column", (connection, model) -> {
            assertThat(table(model, "invoices").columns())
                    .filteredOn(Column::generated)
                    .extracting(Column::name)
                    .containsExactly("gross", "label");
            assertThat(table(model, "invoices").columns())
                    .filteredOn(Column::required)
                    .extracting(Column::name)
                    .containsExactly("year", "number", "net");
        });
    }

    @Test
    void read_fullText_ownsItsTextsOrBelongsToATable() throws Exception {
        migrated("fixtures/fts5", (connection, model) -> {
            assertThat(model.tables()).extracting(Table::name).containsExactly("articles", "notes");
            assertThat(table(model, "notes").fullText()).isTrue();
            assertThat(table(model, "articles").fullText()).isFalse();
            assertThat(table(model, "articles").search()).contains(new Model.Search("articles_fts", "number"));
        });
    }

    @Test
    void read_descendingIntegerKey_isNoRowid() throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:");
                var statement = connection.createStatement()) {
            statement.execute("CREATE TABLE down (id INTEGER PRIMARY KEY DESC)");
            statement.execute("CREATE TABLE up (id INTEGER PRIMARY KEY)");
            statement.execute("CREATE TABLE other (id INT PRIMARY KEY)");
            Model model = new ModelReader(connection, new Config(new Properties())).read();
            assertThat(table(model, "down").identity()).isEmpty();
            assertThat(table(model, "up").identity()).isPresent();
            assertThat(table(model, "other").identity()).isEmpty();
        }
    }
}
