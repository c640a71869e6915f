package dev.cairn.backup;

import java.nio.file.Path;
import java.time.Instant;

/**
 * What was in a database before a restore. Immutable.
 *
 * @param restore the id of the restore
 * @param path a plain database file; or a directory with the files that were moved away, where the file was replaced
 * @param created when the restore began
 * @param size its bytes
 */
public record RestorePoint(String restore, Path path, Instant created, long size) {}
