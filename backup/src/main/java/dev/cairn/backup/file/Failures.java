package dev.cairn.backup.file;

import dev.cairn.backup.BackupException;
import dev.cairn.backup.BackupException.Kind;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** What failures of the file system mean. */
public final class Failures {
    private static final Pattern FULL =
            Pattern.compile("No space left|Disk quota exceeded|not enough space", Pattern.CASE_INSENSITIVE);

    private Failures() {}

    /** What a failure means; without a file of its own it is said of this place. */
    public static BackupException of(Path place, IOException e) {
        Kind kind = kind(e);
        String file = e instanceof FileSystemException f && f.getFile() != null ? f.getFile() : place.toString();
        return BackupException.of(kind).with("path", file).because(e).build();
    }

    private static Kind kind(IOException e) {
        if (e instanceof ClosedByInterruptException) {
            return Kind.CANCELLED;
        }
        String message = String.valueOf(e.getMessage());
        if (FULL.matcher(message).find()) {
            return Kind.NO_SPACE;
        }
        boolean denied = e instanceof AccessDeniedException || message.contains("Read-only file system");
        return denied ? Kind.NOT_WRITABLE : Kind.STORAGE;
    }

    /** The same for a file that is written: that its volume is full is said of its own place. */
    public static IOException writing(Path place, IOException e) {
        if (kind(e) == Kind.NO_SPACE) {
            throw of(place, e);
        }
        return e;
    }
}
