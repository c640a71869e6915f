package dev.cairn.backup.restore;

import java.nio.file.Path;

/** A path as a POSIX shell takes it. */
record Shell(Path path) {
    String and(String suffix) {
        return quoted(path + suffix);
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }

    @Override
    public String toString() {
        return quoted(path.toString());
    }
}
