package dev.cairn.backup;

import dev.cairn.backup.BackupException.Kind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * How a restore in place is done. Immutable.
 *
 * @param drain how long the open scopes of a live database may take to end
 * @param lockWait how long to wait for a lock of another connection
 * @param force whether it is done while other programs have the database open, and over a database with another
 *     application id: readers then see the old or the new state, and what others write at the same time is kept or
 *     noticed, never mixed
 * @param keepPoints how long restore points are kept; those that are older go when a restore is done
 * @param check looks at the database that is put together, a file of its own, before anything is touched: what it
 *     throws refuses the restore
 * @param onState hears of each state, on the thread that does the work, and must not use the database then; what it
 *     throws fails the restore at that point
 */
public record RestorePolicy(
        Duration drain,
        Duration lockWait,
        boolean force,
        Duration keepPoints,
        Consumer<Path> check,
        Consumer<RestoreState> onState) {
    private static final RestorePolicy CAREFUL = new RestorePolicy(
            Duration.ofSeconds(30), Duration.ofSeconds(5), false, Duration.ofDays(7), file -> {}, state -> {});

    /** Refuses negative durations. */
    public RestorePolicy {
        if (drain.isNegative() || lockWait.isNegative() || keepPoints.isNegative()) {
            throw BackupException.of(Kind.BAD_SETTING)
                    .with("setting", "restore policy")
                    .with("problem", "a duration is negative")
                    .build();
        }
    }

    /** Waits 30 seconds for scopes and 5 for locks, forces nothing, keeps restore points for 7 days. */
    public static RestorePolicy careful() {
        return CAREFUL;
    }

    /** The same with another time for scopes to end. */
    public RestorePolicy drain(Duration time) {
        return new RestorePolicy(time, lockWait, force, keepPoints, check, onState);
    }

    /** The same with another time to wait for locks. */
    public RestorePolicy lockWait(Duration time) {
        return new RestorePolicy(drain, time, force, keepPoints, check, onState);
    }

    /** The same, whoever has the database open. */
    public RestorePolicy forced() {
        return new RestorePolicy(drain, lockWait, true, keepPoints, check, onState);
    }

    /** The same with another life of restore points. */
    public RestorePolicy keepPoints(Duration time) {
        return new RestorePolicy(drain, lockWait, force, time, check, onState);
    }

    /** The same with a look at what is to be restored, such as whether its schema is one that the program knows. */
    public RestorePolicy check(Consumer<Path> look) {
        return new RestorePolicy(drain, lockWait, force, keepPoints, look, onState);
    }

    /** The same with somebody who hears of each state. */
    public RestorePolicy onState(Consumer<RestoreState> hearer) {
        return new RestorePolicy(drain, lockWait, force, keepPoints, check, hearer);
    }
}
