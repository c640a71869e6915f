package dev.cairn.dal.statement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cairn.dal.statement.Lanes.Recipe;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.core.CoreResultSet;

/** What a statement that is used again must not know of its last use. */
@SuppressWarnings("NullAway.Init")
class KeptStatementTest {
    private static final String FROM = "select id, name from books where id >= ? order by id";

    private Lane lane;

    @BeforeEach
    void open() throws SQLException {
        lane = new Lanes(new Recipe(null, false, 1 << 20, 0, SynchronousMode.NORMAL, c -> {})).writer();
        run("create table books (id integer primary key, name text)");
        run("insert into books (name) values ('one'), ('two')");
        run("create table loans (id integer primary key, book integer not null"
                + " references books deferrable initially deferred)");
    }

    @AfterEach
    void end() throws SQLException {
        lane.end();
    }

    private void run(String sql) throws SQLException {
        try (var statement = lane.createStatement()) {
            statement.execute(sql);
        }
    }

    private String first(long from) throws SQLException {
        try (PreparedStatement statement = lane.prepareStatement(FROM)) {
            return first(statement, from);
        }
    }

    private static String first(PreparedStatement statement, long from) throws SQLException {
        statement.setLong(1, from);
        try (ResultSet rows = statement.executeQuery()) {
            return rows.next() ? rows.getString("name") : "none";
        }
    }

    private static String[] names(PreparedStatement statement) throws SQLException {
        try (statement;
                ResultSet rows = statement.executeQuery()) {
            return rows.unwrap(CoreResultSet.class).cols;
        }
    }

    @Test
    void names_forOneWhoReadsByPosition_areAskedForOnce() throws SQLException {
        assertThat(names(lane.take("select name, id from books")))
                .containsExactly("name", "id")
                .isSameAs(names(lane.take("select name, id from books")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"select * from books", "select rowid from books"})
    void names_forACaller_areThoseOfTheMoment(String sql) throws SQLException {
        assertThat(names(lane.take(sql))).contains("id");
        run("alter table books rename column id to number");
        assertThat(names(lane.prepareStatement(sql))).contains("number").doesNotContain("id");
    }

    @Test
    void query_againAndAgain_beginsAnew() throws SQLException {
        try (PreparedStatement statement = lane.prepareStatement(FROM)) {
            for (int round = 0; round < 2; round++) {
                assertThat(first(statement, 2)).isEqualTo("two");
                assertThat(first(statement, 3)).isEqualTo("none");
                statement.setLong(1, 1);
                assertThat(statement.executeQuery().next()).isTrue();
                assertThat(first(statement, 2)).isEqualTo("two");
                assertThat(statement.execute()).isTrue();
                assertThat(first(statement, 1)).isEqualTo("one");
                assertThat(statement.getMoreResults()).isFalse();
            }
        }
    }

    @Test
    void rowsNobodyAskedFor_areNotTheNexts() throws SQLException {
        try (PreparedStatement statement = lane.prepareStatement(FROM)) {
            statement.setLong(1, 1);
            assertThat(statement.execute()).isTrue();
        }
        try (PreparedStatement statement = lane.prepareStatement(FROM)) {
            assertThat(statement.getResultSet().next()).isFalse();
        }
        assertThat(first(1)).isEqualTo("one");
    }

    @Test
    void closeOnCompletion_isOfThatUseAlone() throws SQLException {
        PreparedStatement statement = lane.prepareStatement(FROM);
        statement.closeOnCompletion();
        statement.setLong(1, 1);
        assertThat(statement.executeQuery().next()).isTrue();
        assertThatExceptionOfType(SQLException.class).isThrownBy(statement::execute);
        statement.close();
        assertThat(first(2)).isEqualTo("two");
        assertThat(first(1)).isEqualTo("one");
    }

    @Test
    void commitThatFailsWhenItIsGivenBack_isTold() throws SQLException {
        PreparedStatement statement = lane.prepareStatement("insert into loans (book) values (9) returning id");
        assertThat(statement.execute()).isTrue();
        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(statement::close)
                .withMessageContaining("FOREIGN KEY");
        try (PreparedStatement count = lane.prepareStatement("select count(*) from loans");
                ResultSet rows = count.executeQuery()) {
            assertThat(rows.getInt(1)).isZero();
        }
        assertThat(lane.statementsLent()).isZero();
    }

    @Test
    void metadata_beforeItRuns_isThereEachTime() throws SQLException {
        for (int use = 0; use < 2; use++) {
            try (PreparedStatement statement = lane.prepareStatement(FROM)) {
                assertThat(statement.getMetaData().getColumnCount()).isEqualTo(2);
                assertThat(statement.getMetaData().getColumnName(2)).isEqualTo("name");
                assertThat(first(statement, 2)).isEqualTo("two");
            }
        }
    }
}
