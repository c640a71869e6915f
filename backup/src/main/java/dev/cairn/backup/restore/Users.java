package dev.cairn.backup.restore;

import dev.cairn.backup.file.DurableFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The processes that have a file open, as Linux tells them to a user about that user's own; elsewhere none are seen.
 * Names are looked at and compared, and nothing is opened.
 */
final class Users {
    private static final Path PROCESSES = Path.of("/proc");

    private static final String THIS = "this process";

    private Users() {}

    /** In words, this process at last. */
    static List<String> of(Path file) {
        List<String> found = new ArrayList<>();
        long self = ProcessHandle.current().pid();
        ProcessHandle.allProcesses()
                .filter(process -> process.pid() != self && has(process.pid(), file))
                .map(Users::words)
                .forEach(found::add);
        if (has(self, file)) {
            found.add(THIS);
        }
        return found;
    }

    static List<String> withoutThis(List<String> users) {
        return users.stream().filter(user -> !user.equals(THIS)).toList();
    }

    private static String words(ProcessHandle process) {
        return "pid " + process.pid()
                + process.info().command().map(command -> " (" + command + ")").orElse("");
    }

    private static boolean has(long pid, Path file) {
        try {
            for (Path descriptor :
                    DurableFiles.list(PROCESSES.resolve(Long.toString(pid)).resolve("fd"))) {
                if (isSame(descriptor, file)) {
                    return true;
                }
            }
        } catch (IOException e) {
            // Another user's, or it has just ended.
        }
        return false;
    }

    private static boolean isSame(Path descriptor, Path file) {
        try {
            return Files.isSameFile(descriptor, file);
        } catch (IOException e) {
            return false;
        }
    }
}
