package dev.cairn.backup.restore;

import java.io.IOException;
import java.sql.SQLException;

/** How what is in a database gives way to what is staged, and how it comes back. */
sealed interface Replacing permits InPlace, Swap {
    /** Keeps what is there, before anything is touched. */
    void keep() throws IOException, SQLException;

    /** Puts what is staged in its place. */
    void apply() throws IOException, SQLException;

    /** Whether {@link #apply} surely has changed nothing, though it failed; if in doubt, not. */
    boolean untouched();

    /** Puts back what was kept, however far {@link #apply} or this itself came before. */
    void rollBack() throws IOException, SQLException;

    /** The line for a shell that does what {@link #rollBack} could not. */
    String command();
}
