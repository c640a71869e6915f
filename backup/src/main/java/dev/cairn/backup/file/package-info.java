/** Plain database files, SQLite, and how both are read and written safely. Not for use outside Cairn. */
@NullMarked
package dev.cairn.backup.file;

import org.jspecify.annotations.NullMarked;
