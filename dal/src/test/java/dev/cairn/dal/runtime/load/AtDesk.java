package dev.cairn.dal.runtime.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.dal.DalException;
import dev.cairn.dal.DalException.Kind;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A desk with one row, which must be whole and unused in the end. */
abstract class AtDesk {
    @TempDir
    Path folder;

    Desk desk;

    @BeforeEach
    void open() throws SQLException {
        desk = Desk.at(folder.resolve("t.db"));
        assertThat(desk.run(Desk.insert("taken")).result()).isEqualTo(1);
    }

    @AfterEach
    void closesWholeAndUnused() throws SQLException {
        assertThat(desk.gate().describeHolder()).isEmpty();
        assertThat(desk.gate().waiting()).isZero();
        assertThat(desk.writer().open().statementsLent()).isZero();
        assertThat(desk.texts("PRAGMA integrity_check")).containsExactly("ok");
        assertThat(desk.texts("SELECT name FROM t ORDER BY id"))
                .isEqualTo(desk.texts("SELECT name FROM log ORDER BY id"));
        desk.close();
    }

    /** The rows there are, but for the first. */
    final List<String> names() {
        List<String> names = desk.texts("SELECT name FROM t ORDER BY id");
        return names.subList(1, names.size());
    }

    static @Nullable Kind kind(Caller<?> caller) {
        return caller.failure() instanceof DalException e ? e.kind() : null;
    }
}
