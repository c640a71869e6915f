package dev.cairn.schema;

import java.nio.file.Path;
import java.time.Instant;

/**
 * A whole copy of the database from before a migration or rollback. Immutable.
 *
 * @param id what to call it by
 * @param file the copy: an ordinary SQLite database
 * @param taken when
 * @param size of the file, in bytes
 * @param current the last migration applied in it; empty if none was
 */
public record RestorePoint(String id, Path file, Instant taken, long size, String current) {}
