package dev.cairn.schema.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cairn.schema.MigrationException;
import dev.cairn.schema.MigrationException.Kind;
import dev.cairn.schema.Migrator;
import dev.cairn.schema.Progress.Phase;
import dev.cairn.schema.RestorePoint;
import dev.cairn.schema.Target;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody else holds the write lock, and the thread that waits for it is interrupted. */
class InterruptTest {
    @TempDir
    Path folder;

    @AfterEach
    void clear() {
        Thread.interrupted();
    }

    @Test
    void migrate_interruptedWhileWaiting_endsAtOnce() throws Exception {
        interrupted(Shop.filled(folder.resolve("app.db"), 10), Migrator::migrate);
    }

    @Test
    void rollback_interruptedWhileWaiting_endsAtOnce() throws Exception {
        interrupted(Shop.filled(folder.resolve("app.db"), 10), m -> m.rollback(Target.end()));
    }

    @Test
    void restorePoint_interruptedWhileWaiting_endsAtOnce() throws Exception {
        Database app = Shop.filled(folder.resolve("app.db"), 10);
        RestorePoint point = Migrator.of(app.file(), Shop.MIGRATIONS)
                .migrate()
                .restorePoint()
                .orElseThrow();
        interrupted(app, migrator -> {
            Thread.currentThread().interrupt();
            migrator.rollback(point);
        });
    }

    private static void interrupted(Database app, Consumer<Migrator> call) throws Exception {
        String before = app.state();
        Migrator migrator = Migrator.at(app.file(), Shop.MIGRATIONS)
                .progress(progress -> {
                    if (progress.phase() == Phase.WAITING) {
                        Thread.currentThread().interrupt();
                    }
                })
                .allowDestructive(true)
                .build();
        try (Connection other = app.open();
                Statement statement = other.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
            MigrationException refusal = catchThrowableOfType(MigrationException.class, () -> call.accept(migrator));
            assertThat(refusal.kind()).isEqualTo(Kind.INTERRUPTED);
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
        }
        assertThat(app.state()).isEqualTo(before);
        assertThat(app.strangers()).isEmpty();
    }
}
