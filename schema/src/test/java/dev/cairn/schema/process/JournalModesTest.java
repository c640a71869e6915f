package dev.cairn.schema.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cairn.schema.MigrationException;
import dev.cairn.schema.MigrationException.Kind;
import dev.cairn.schema.Migrator;
import dev.cairn.schema.RestorePoint;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An adopted database keeps the journal mode that it has, and everything works in it. */
class JournalModesTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"wal", "delete", "truncate", "persist"})
    void restorePoint_inAnyJournalMode_bringsTheContentBackAndKeepsThePresent(String mode) throws Exception {
        Database app = Shop.filled(folder.resolve("app.db"), 2_000).run("PRAGMA journal_mode = " + mode);
        String old = app.state();
        Migrator migrator =
                Migrator.at(app.file(), Shop.MIGRATIONS).allowDestructive(true).build();
        migrator.migrate();
        String present = app.state();

        migrator.rollback(migrator.restorePoints().get(0));

        assertThat(app.state()).isEqualTo(old);
        Path kept = migrator.restorePoints().get(0).file();
        assertThat(new Database(kept).state()).isEqualTo(present);
        assertThat(app.texts("PRAGMA integrity_check")).containsExactly("ok");
        boolean wal = mode.equals("wal");
        assertThat(app.texts("PRAGMA journal_mode").get(0).equals("wal")).isEqualTo(wal);
    }

    @ParameterizedTest
    @ValueSource(strings = {"wal", "delete", "truncate", "persist"})
    void restorePoint_refusedInAnyJournalMode_changesNothing(String mode) throws Exception {
        Database app = Shop.filled(folder.resolve("app.db"), 2_000).run("PRAGMA journal_mode = " + mode);
        Migrator migrator = Migrator.of(app.file(), Shop.MIGRATIONS);
        RestorePoint point = migrator.migrate().restorePoint().orElseThrow();
        app.run("INSERT INTO visits (at) VALUES (1)");
        String present = app.state();

        MigrationException refusal = catchThrowableOfType(MigrationException.class, () -> migrator.rollback(point));

        assertThat(refusal.kind()).isEqualTo(Kind.RESTORE_LOSES_ROWS);
        assertThat(refusal).hasMessageContaining("1 rows of visits");
        assertThat(app.state()).isEqualTo(present);
        assertThat(app.texts("PRAGMA integrity_check")).containsExactly("ok");
    }
}
