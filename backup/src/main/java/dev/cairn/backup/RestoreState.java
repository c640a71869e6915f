package dev.cairn.backup;

/**
 * How far a restore in place is. Each state is on the disk, in the journal beside the database, before anything of it
 * is done; so a restore that was killed is taken up where it was.
 */
public enum RestoreState {
    /** It was asked for. */
    REQUESTED,
    /** The backup and all it builds on are trusted, linked, and as long and with the digests as they were stored. */
    RESOLVED,
    /** The database is put together beside the one that is to be replaced. */
    STAGED,
    /** What was put together is proven to be what was backed up, and there is room for the rest. */
    STAGE_VERIFIED,
    /** Nobody has the database open, or who has it is allowed to. */
    FENCED,
    /** What is in the database now is kept in a file of its own, checked. */
    RESTORE_POINT,
    /** The database is being replaced. From here on a failure rolls back. */
    APPLYING,
    /** It is replaced. */
    APPLIED,
    /** A fresh snapshot of it is what was put together. */
    LIVE_VERIFIED,
    /** What was needed meanwhile goes; then the restore is done, and the journal goes. */
    UNFENCED,
    /** The restore point is being put back. */
    ROLLING_BACK,
    /** A fresh snapshot of the database is the restore point. */
    ROLLED_BACK,
    /** Rolling back failed. Nobody may open the database until somebody has looked. */
    NEEDS_OPERATOR
}
