/** What backups and restores cost, beside {@code cp}, the sqlite3 shell and {@code VACUUM INTO} on the same files. */
@NullMarked
package dev.cairn.bench.backup;

import org.jspecify.annotations.NullMarked;
