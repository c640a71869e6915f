package dev.cairn.backup;

import dev.cairn.backup.BackupException.Kind;

/**
 * Which backups are kept: all younger than some days, and beyond them the last of each of the latest days, weeks,
 * months and years that have one. Days begin at midnight UTC, weeks on Monday. Immutable.
 *
 * <p>Whatever it says, kept are the newest sound full backup, the newest and the newest proven backup, all that a kept
 * increment builds on, and what is pinned.
 *
 * @param days every backup younger than this is kept
 * @param daily for so many days the last backup of the day is kept
 * @param weekly the same for weeks
 * @param monthly the same for months
 * @param yearly the same for years
 */
public record Retention(int days, int daily, int weekly, int monthly, int yearly) {

    /** Refuses negative numbers. */
    public Retention {
        if (Math.min(days, Math.min(Math.min(daily, weekly), Math.min(monthly, yearly))) < 0) {
            throw BackupException.of(Kind.BAD_SETTING)
                    .with("setting", "retention")
                    .with("problem", "a number is negative")
                    .build();
        }
    }

    /** Keeps every backup of so many days. */
    public static Retention days(int days) {
        return new Retention(days, 0, 0, 0, 0);
    }

    /** The same, and the last backup of each of so many days. */
    public Retention daily(int count) {
        return new Retention(days, count, weekly, monthly, yearly);
    }

    /** The same, and the last backup of each of so many weeks. */
    public Retention weekly(int count) {
        return new Retention(days, daily, count, monthly, yearly);
    }

    /** The same, and the last backup of each of so many months. */
    public Retention monthly(int count) {
        return new Retention(days, daily, weekly, count, yearly);
    }

    /** The same, and the last backup of each of so many years. */
    public Retention yearly(int count) {
        return new Retention(days, daily, weekly, monthly, count);
    }
}
