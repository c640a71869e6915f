package dev.cairn.backup;

/** How deeply backups are verified. Each level does what those before it do. */
public enum Level {
    /**
     * Every file of the backup and of those it builds on is there, with the length and digest that the manifest says.
     */
    STORED,
    /** Every file opens: decrypted, decompressed, and its content is what was packed. */
    CONTENT,
    /** The database is put together in scratch, and is what was backed up: digest, SQLite's checks, counts of rows. */
    RESTORED;

    /** Level 1, 2 or 3. */
    public static Level of(int number) {
        if (number < 1 || number > values().length) {
            throw BackupException.of(BackupException.Kind.BAD_SETTING)
                    .with("setting", "level")
                    .with("value", number)
                    .build();
        }
        return values()[number - 1];
    }
}
