package dev.cairn.console;

import dev.cairn.schema.Migrator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * The switches of a {@link Migrator} as options. What is not said on the command line stays as {@code CAIRN_MIGRATE_*}
 * variables have it, so each can be switched on and off.
 */
final class Switches {
    private Switches() {}

    static final class Actor {
        @Option(
                names = "--as",
                paramLabel = "NAME",
                order = 80,
                description = "Who is noted in history and audit log (default: the system's user).")
        private @Nullable String name;

        void set(Migrator.Builder builder) {
            if (name != null) {
                builder.as(name);
            }
        }
    }

    static final class Destructive {
        @Option(
                names = "--allow-destructive",
                negatable = true,
                order = 60,
                description = "Consent to the loss of data.")
        private @Nullable Boolean allowed;

        void set(Migrator.Builder builder) {
            if (allowed != null) {
                builder.allowDestructive(allowed);
            }
        }
    }

    static final class Order {
        @Option(
                names = "--allow-out-of-order",
                negatable = true,
                order = 61,
                description = "Consent to a migration older than one applied.")
        private @Nullable Boolean outOfOrder;

        @Option(
                names = "--allow-newer",
                negatable = true,
                order = 62,
                description = "Go on if what the database has beyond is additive.")
        private @Nullable Boolean newer;

        void set(Migrator.Builder builder) {
            if (outOfOrder != null) {
                builder.allowOutOfOrder(outOfOrder);
            }
            if (newer != null) {
                builder.allowNewer(newer);
            }
        }
    }

    static final class Stepwise {
        @Option(
                names = "--stepwise",
                negatable = true,
                order = 50,
                description = "Commit each by itself, not all at once.")
        private @Nullable Boolean stepwise;

        void set(Migrator.Builder builder) {
            if (stepwise != null) {
                builder.stepwise(stepwise);
            }
        }
    }

    static final class Copy {
        @Option(
                names = "--restore-point",
                negatable = true,
                order = 70,
                description = "Keep a copy from before beside the file (default: on).")
        private @Nullable Boolean kept;

        void set(Migrator.Builder builder) {
            if (kept != null) {
                builder.restorePoint(kept);
            }
        }
    }

    static final class Validation {
        @Option(
                names = "--validation",
                negatable = true,
                order = 71,
                description = "Refuse edited and missing migrations; check the file (default: on).")
        private @Nullable Boolean on;

        void set(Migrator.Builder builder) {
            if (on != null) {
                builder.validation(on);
            }
        }
    }
}
