/** Generates jOOQ tables, rows and repositories from a migrated SQLite database. */
@NullMarked
package dev.cairn.codegen;

import org.jspecify.annotations.NullMarked;
