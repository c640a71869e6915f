package dev.cairn.dal.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.dal.DalException;
import dev.cairn.dal.DalException.Kind;
import dev.cairn.dal.spi.Errors;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

class ErrorCodesTest {
    /** Which names begin like this, and what they mean; the longest beginning counts. All others are FAILED. */
    private static final Map<String, Kind> MEANING = Map.ofEntries(
            Map.entry("SQLITE_BUSY", Kind.BUSY),
            Map.entry("SQLITE_LOCKED", Kind.BUSY),
            Map.entry("SQLITE_PROTOCOL", Kind.BUSY),
            Map.entry("SQLITE_READONLY", Kind.READ_ONLY),
            Map.entry("SQLITE_INTERRUPT", Kind.INTERRUPTED),
            Map.entry("SQLITE_IOERR", Kind.STORAGE),
            Map.entry("SQLITE_CORRUPT", Kind.CORRUPT),
            Map.entry("SQLITE_NOTADB", Kind.CORRUPT),
            Map.entry("SQLITE_FULL", Kind.DISK_FULL),
            Map.entry("SQLITE_PERM", Kind.CANNOT_OPEN),
            Map.entry("SQLITE_AUTH", Kind.CANNOT_OPEN),
            Map.entry("SQLITE_CANTOPEN", Kind.CANNOT_OPEN),
            Map.entry("SQLITE_TOOBIG", Kind.BAD_VALUE),
            Map.entry("SQLITE_MISMATCH", Kind.BAD_VALUE),
            Map.entry("SQLITE_ABORT_ROLLBACK", Kind.ROLLED_BACK),
            Map.entry("SQLITE_CONSTRAINT_UNIQUE", Kind.UNIQUE),
            Map.entry("SQLITE_CONSTRAINT_PRIMARYKEY", Kind.UNIQUE),
            Map.entry("SQLITE_CONSTRAINT_ROWID", Kind.UNIQUE),
            Map.entry("SQLITE_CONSTRAINT_NOTNULL", Kind.NOT_NULL),
            Map.entry("SQLITE_CONSTRAINT_FOREIGNKEY", Kind.FOREIGN_KEY),
            Map.entry("SQLITE_CONSTRAINT_CHECK", Kind.CHECK),
            Map.entry("SQLITE_CONSTRAINT_TRIGGER", Kind.RAISED),
            Map.entry("SQLITE_CONSTRAINT_DATATYPE", Kind.BAD_VALUE));

    private static final Set<Kind> RETRYABLE =
            EnumSet.of(Kind.BUSY, Kind.POOL_EXHAUSTED, Kind.DISK_FULL, Kind.RESTORING);

    private static Kind meaning(SQLiteErrorCode code) {
        return MEANING.entrySet().stream()
                .filter(e -> code.name().startsWith(e.getKey()))
                .max((a, b) -> Integer.compare(a.getKey().length(), b.getKey().length()))
                .map(Map.Entry::getValue)
                .orElse(Kind.FAILED);
    }

    @ParameterizedTest
    @EnumSource(SQLiteErrorCode.class)
    void code_hasItsKind(SQLiteErrorCode code) {
        Kind expected = meaning(code);
        assertThat(Errors.kind(code.code)).isEqualTo(expected);
        DalException e = Errors.translate(new SQLiteException("a secret", code), "things", "select 'a secret'");
        assertThat(e.kind()).isEqualTo(expected);
        assertThat(e.kind().retryable()).isEqualTo(RETRYABLE.contains(expected));
        assertThat(e.field("code")).contains(Integer.toString(code.code));
        assertThat(e.field("table")).contains("things");
        assertThat(e.getCause()).isNull();
        assertThat(e.getMessage()).contains(expected.hint()).doesNotContain("[SQLITE");
    }

    @Test
    void codesUnknownToTheDriver_areOfTheirFamily() {
        assertThat(Errors.kind(5 | 200 << 8)).isEqualTo(Kind.BUSY);
        assertThat(Errors.kind(10 | 200 << 8)).isEqualTo(Kind.STORAGE);
        assertThat(Errors.kind(11 | 200 << 8)).isEqualTo(Kind.CORRUPT);
        assertThat(Errors.kind(99)).isEqualTo(Kind.FAILED);
        assertThat(Errors.kind(-1)).isEqualTo(Kind.FAILED);
    }

    @Test
    void driversOwnException_isFailed() {
        DalException e = Errors.translate(new SQLException("a secret"), "select 1");
        assertThat(e.kind()).isEqualTo(Kind.FAILED);
        assertThat(e.toString()).doesNotContain("secret");
    }

    @Test
    void longStatement_isShortened() {
        DalException e = Errors.translate(new SQLiteException("", SQLiteErrorCode.SQLITE_ERROR), "x".repeat(10_000));
        assertThat(e.getMessage()).hasSizeLessThan(1_000);
    }

    @Test
    void kinds_haveTextAndHintAndAgreeOnWhatIsAConstraint() {
        Map<Kind, List<String>> texts = new EnumMap<>(Kind.class);
        for (Kind kind : Kind.values()) {
            assertThat(kind.text()).isNotBlank().doesNotEndWith(".");
            assertThat(kind.hint()).isNotBlank().endsWith(".");
            assertThat(kind.retryable()).isEqualTo(RETRYABLE.contains(kind));
            texts.put(kind, List.of(kind.text()));
        }
        assertThat(Set.copyOf(texts.values())).hasSize(Kind.values().length);
    }
}
