package dev.cairn.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cairn.backup.BackupException.Kind;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Asserts that calls are refused in the way expected. */
final class Refusals {
    private Refusals() {}

    static BackupException refused(Kind kind, ThrowingCallable call) {
        BackupException refusal = catchThrowableOfType(BackupException.class, call);
        assertThat(refusal).as("a refusal").isNotNull();
        assertThat(refusal.kind()).as(refusal.getMessage()).isEqualTo(kind);
        assertThat(refusal).hasMessageContaining(refusal.hint());
        return refusal;
    }
}
