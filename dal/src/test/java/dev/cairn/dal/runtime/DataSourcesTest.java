package dev.cairn.dal.runtime;

import static dev.cairn.dal.runtime.Lab.insert;
import static dev.cairn.dal.runtime.Lab.names;
import static dev.cairn.dal.runtime.Lab.refused;
import static dev.cairn.dal.runtime.Lab.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cairn.dal.DalException.Kind;
import dev.cairn.dal.Database;
import dev.cairn.dal.pqs.Pqs;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DataSourcesTest {
    @RegisterExtension
    final Lab lab = new Lab();

    private static long count(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("select count(*) from users");
                ResultSet rows = statement.executeQuery()) {
            rows.next();
            return rows.getLong(1);
        }
    }

    /** What a transaction manager does with a connection. */
    private static void transaction(Connection connection, boolean commits, String... names) throws SQLException {
        connection.setAutoCommit(false);
        try {
            for (String name : names) {
                insert(connection, name);
            }
            if (commits) {
                connection.commit();
            } else {
                connection.rollback();
            }
        } finally {
            connection.setAutoCommit(true);
        }
    }

    @Test
    void writer_asATransactionManagerUsesIt_commitsAndRollsBack() throws Exception {
        Database db = lab.open();
        try (Connection connection = db.writer().getConnection()) {
            assertThat(connection.getAutoCommit()).isTrue();
            transaction(connection, true, "ada", "bob");
            transaction(connection, false, "eve");
            transaction(connection, true, "joe");
        }
        assertThat(names(db)).containsExactly("ada", "bob", "joe");
        lab.works(db);
    }

    @Test
    void writer_inATransaction_othersSeeNothingUntilCommit() throws Exception {
        Database db = lab.open();
        try (Connection connection = db.writer().getConnection()) {
            connection.setAutoCommit(false);
            assertThat(connection.getAutoCommit()).isFalse();
            insert(connection, "ada");
            assertThat(count(connection)).isEqualTo(1);
            assertThat(names(db)).isEmpty();
            connection.commit();
            assertThat(names(db)).containsExactly("ada");
            insert(connection, "bob");
            connection.setAutoCommit(true);
            assertThat(names(db)).containsExactly("ada", "bob");
        }
        lab.works(db);
    }

    @Test
    void writer_autoCommit_commitsEachStatement() throws Exception {
        Database db = lab.open();
        try (Connection connection = db.writer().getConnection()) {
            insert(connection, "ada");
            assertThat(names(db)).containsExactly("ada");
            refused(Kind.MISUSE, connection::commit);
            refused(Kind.MISUSE, connection::rollback);
        }
        lab.works(db);
    }

    @Test
    void writer_closedInATransaction_rollsBack() throws Exception {
        Database db = lab.open();
        try (Connection connection = db.writer().getConnection()) {
            connection.setAutoCommit(false);
            insert(connection, "ada");
        }
        assertThat(names(db)).isEmpty();
        lab.works(db);
    }

    @Test
    void writer_savepoint_canBeRolledBackTo() throws Exception {
        Database db = lab.open();
        try (Connection connection = db.readers().getConnection()) {
            refused(Kind.MISUSE, connection::setSavepoint);
        }
        try (Connection connection = db.writer().getConnection()) {
            refused(Kind.MISUSE, connection::setSavepoint);
            connection.setAutoCommit(false);
            insert(connection, "ada");
            var savepoint = connection.setSavepoint();
            insert(connection, "bob");
            connection.rollback(savepoint);
            connection.commit();
        }
        assertThat(names(db)).containsExactly("ada");
        lab.works(db);
    }

    @Test
    void writer_transactionControlAsText_isRefused() throws Exception {
        Database db = lab.open();
        try (Connection connection = db.writer().getConnection();
                var statement = connection.createStatement()) {
            refused(Kind.MISUSE, () -> statement.execute("BEGIN"));
            refused(Kind.MISUSE, () -> connection.prepareStatement("BEGIN"));
            connection.setAutoCommit(false);
            insert(connection, "ada");
            refused(Kind.MISUSE, () -> statement.executeUpdate("COMMIT"));
            connection.rollback();
        }
        assertThat(names(db)).isEmpty();
        lab.works(db);
    }

    @Test
    void writer_statementEndsTheTransaction_nothingAutocommitsBeforeRollback() throws Exception {
        Database db = lab.open();
        new Pqs(db).users().insert(user("ada"));
        try (Connection connection = db.writer().getConnection();
                PreparedStatement kept = connection.prepareStatement(Lab.INSERT)) {
            connection.setAutoCommit(false);
            insert(connection, "bob");
            assertThatExceptionOfType(SQLException.class).isThrownBy(() -> {
                try (var statement = connection.createStatement()) {
                    statement.executeUpdate("insert or rollback into users (username, email, password_hash, full_name)"
                            + " values ('ada', 'x', 'x', 'x')");
                }
            });
            kept.setString(1, "eve");
            kept.setString(2, "eve");
            refused(Kind.ROLLED_BACK, kept::executeUpdate);
            refused(Kind.ROLLED_BACK, () -> insert(connection, "eve"));
            refused(Kind.ROLLED_BACK, connection::commit);
            connection.rollback();
            insert(connection, "joe");
            connection.commit();
        }
        assertThat(names(db)).containsExactly("ada", "joe");
        lab.works(db);
    }

    @Test
    void writer_closedTwice_givesBackOnce() throws Exception {
        Database db = lab.open();
        Connection first = db.writer().getConnection();
        first.close();
        try (Connection second = db.writer().getConnection()) {
            first.close();
            assertThat(first.isClosed()).isTrue();
            assertThat(first.isValid(0)).isFalse();
            refused(Kind.MISUSE, () -> first.prepareStatement("select 1"));
            refused(Kind.MISUSE, () -> first.setAutoCommit(false));
            second.setAutoCommit(false);
            insert(second, "ada");
            first.close();
            second.commit();
            assertThat(second.isClosed()).isFalse();
            assertThat(second.isValid(0)).isTrue();
        }
        assertThat(names(db)).containsExactly("ada");
        lab.works(db);
    }

    @Test
    void writer_statementAfterItsConnectionWasClosed_isRefused() throws Exception {
        Database db = lab.open();
        Connection connection = db.writer().getConnection();
        PreparedStatement statement = connection.prepareStatement("delete from users");
        var plain = connection.createStatement();
        connection.close();
        new Pqs(db).users().insert(user("ada"));
        assertThatExceptionOfType(SQLException.class).isThrownBy(statement::executeUpdate);
        assertThatExceptionOfType(SQLException.class).isThrownBy(() -> plain.executeUpdate("delete from users"));
        assertThat(plain.isClosed()).isTrue();
        assertThat(names(db)).containsExactly("ada");
        lab.works(db);
    }

    @Test
    void writer_inAScope_isRefused() {
        Database db = lab.open();
        db.write(() -> refused(Kind.MISUSE, () -> db.writer().getConnection()));
        db.read(() -> refused(Kind.MISUSE, () -> db.writer().getConnection()));
        lab.works(db);
    }

    @Test
    void readers_readAndCannotWrite() throws Exception {
        Database db = lab.open();
        new Pqs(db).users().insert(user("ada"));
        try (Connection connection = db.readers().getConnection()) {
            assertThat(count(connection)).isEqualTo(1);
            assertThat(connection.getAutoCommit()).isTrue();
            connection.setAutoCommit(true);
            connection.setReadOnly(true);
            assertThatExceptionOfType(SQLException.class).isThrownBy(() -> insert(connection, "bob"));
            refused(Kind.MISUSE, () -> connection.setAutoCommit(false));
            refused(Kind.MISUSE, connection::commit);
            refused(Kind.MISUSE, connection::rollback);
            refused(Kind.MISUSE, () -> connection.prepareStatement("BEGIN"));
            new Pqs(db).users().insert(user("bob"));
            assertThat(count(connection)).isEqualTo(2);
        }
        lab.works(db);
    }

    @Test
    void readers_closedTwice_leavesTheNextAlone() throws Exception {
        Database db = lab.open(lab.at().readers(1));
        Connection first = db.readers().getConnection();
        first.close();
        try (Connection second = db.readers().getConnection()) {
            first.close();
            assertThat(Lab.holders(db)).hasSize(1);
            assertThat(count(second)).isZero();
            refused(Kind.MISUSE, () -> count(first));
        }
        lab.works(db);
    }

    @Test
    void readers_statementsLeftOpen_endWithTheirConnection() throws Exception {
        Database db = lab.open(lab.at().readers(1));
        Pqs pqs = new Pqs(db);
        pqs.users().insert(user("ada"));
        pqs.users().insert(user("bob"));
        Connection connection = db.readers().getConnection();
        var plain = connection.createStatement();
        assertThat(plain.executeQuery("select * from users").next()).isTrue();
        var prepared = connection.prepareStatement("select id from users");
        assertThat(prepared.executeQuery().next()).isTrue();
        connection.close();
        assertThat(plain.isClosed()).isTrue();
        assertThat(prepared.isClosed()).isTrue();
        pqs.users().insert(user("eve"));
        assertThat(db.read(() -> pqs.users().count())).isEqualTo(3);
        lab.works(db);
    }

    @Test
    void readers_usedByAnotherThread_works() throws Exception {
        Database db = lab.open();
        new Pqs(db).users().insert(user("ada"));
        try (Connection connection = db.readers().getConnection()) {
            assertThat(Other.calls("other", () -> count(connection)).result()).isEqualTo(1);
        }
        Connection other =
                Other.calls("other", () -> db.writer().getConnection()).result();
        assertThat(insert(other, "bob")).isEqualTo(1);
        other.close();
        lab.works(db);
    }

    @Test
    void sources_afterClose_areRefused() throws Exception {
        Database db = lab.open();
        var readers = db.readers();
        var writer = db.writer();
        db.close();
        refused(Kind.CLOSED, readers::getConnection);
        refused(Kind.CLOSED, writer::getConnection);
        assertThat(readers.isWrapperFor(Connection.class)).isFalse();
        assertThatExceptionOfType(SQLException.class).isThrownBy(() -> readers.getConnection("user", "word"));
    }

    @Test
    void metadata_isReadable() throws Exception {
        Database db = lab.open();
        for (int round = 0; round < 2; round++) {
            try (Connection connection = db.readers().getConnection();
                    ResultSet tables = connection.getMetaData().getTables(null, null, "users", null)) {
                assertThat(connection.getMetaData().getDatabaseProductName()).isEqualTo("SQLite");
                assertThat(tables.next()).isTrue();
            }
            try (Connection connection = db.readers().getConnection();
                    ResultSet columns = connection.getMetaData().getColumns(null, null, "users", null)) {
                assertThat(columns.next()).isTrue();
            }
        }
        lab.works(db);
    }
}
