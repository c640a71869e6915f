package dev.cairn.schema;

import dev.cairn.schema.audit.AuditEvent;
import dev.cairn.schema.audit.AuditListener;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a {@link Migrator} was told. */
record Settings(
        boolean restorePoint,
        boolean validation,
        boolean allowDestructive,
        boolean allowOutOfOrder,
        boolean allowNewer,
        boolean stepwise,
        Duration lockTimeout,
        String actor,
        Clock clock,
        Progress.Listener progress,
        AuditListener audit) {
    private static final Logger LOG = LoggerFactory.getLogger(Migrator.class);

    static Settings safe() {
        return new Settings(
                true,
                true,
                false,
                false,
                false,
                false,
                Duration.ofSeconds(30),
                "system",
                Clock.systemUTC(),
                progress -> {},
                event -> {});
    }

    void tell(Progress.Phase phase, String migration, int done, int total) {
        shielded(progress::onProgress, new Progress(phase, migration, done, total));
    }

    void tell(AuditEvent event) {
        shielded(audit::onEvent, event);
    }

    /** A listener is told; it does not decide. */
    private static <T> void shielded(Consumer<T> listener, T event) {
        try {
            listener.accept(event);
        } catch (RuntimeException e) {
            LOG.warn("A listener threw, which changed nothing: {}", event, e);
        }
    }

    /** For work on a private copy: what guards the live file is not needed there. */
    Settings onCopy() {
        return new Settings(
                false,
                validation,
                allowDestructive,
                allowOutOfOrder,
                allowNewer,
                stepwise,
                lockTimeout,
                actor,
                clock,
                progress,
                event -> {});
    }

    Settings withConsent() {
        return new Settings(
                restorePoint,
                validation,
                true,
                allowOutOfOrder,
                allowNewer,
                stepwise,
                lockTimeout,
                actor,
                clock,
                progress,
                audit);
    }
}
