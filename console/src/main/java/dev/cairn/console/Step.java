package dev.cairn.console;

import dev.cairn.backup.Progress.Phase;
import dev.cairn.schema.Progress;
import java.util.List;

/**
 * What an operation does at the moment.
 *
 * @param about the same for as long as it is the same step
 * @param line how far it is, in words
 */
record Step(Object about, String line) {
    private static final int BAR = 20;

    static Step of(Progress progress) {
        return new Step(List.of(progress.phase(), progress.migration()), line(progress));
    }

    private static String line(Progress progress) {
        return switch (progress.phase()) {
            case WAITING -> "waiting for the write lock";
            case CHECKING -> "checking the database";
            case COPYING -> "copying the database";
            case RUNNING ->
                bar(progress.done(), progress.total()) + " " + Math.min(progress.done() + 1, progress.total()) + " of "
                        + progress.total() + "  " + Style.harmless(progress.migration());
            case COMMITTING -> "making it durable";
        };
    }

    static Step of(dev.cairn.backup.Progress progress) {
        String words = words(progress.phase());
        if (progress.total() <= 0) {
            return new Step(progress.phase(), words);
        }
        String percent = String.format("%3d%%", 100 * Math.min(progress.done(), progress.total()) / progress.total());
        return new Step(progress.phase(), bar(progress.done(), progress.total()) + " " + percent + "  " + words);
    }

    private static String words(Phase phase) {
        return switch (phase) {
            case SNAPSHOT -> "copying what is committed";
            case CHECK -> "checking the copy";
            case DIGEST -> "digesting its pages";
            case PACK -> "packing and writing";
            case READ_BACK -> "reading what was written";
            case COMPARE -> "comparing digests";
            case MATERIALISE -> "putting the database together";
            case APPLY -> "writing it over the database";
            case COMMIT -> "making it durable";
        };
    }

    private static String bar(long done, long total) {
        int filled = total == 0 ? 0 : (int) (BAR * Math.min(done, total) / total);
        return "[" + "#".repeat(filled) + ".".repeat(BAR - filled) + "]";
    }
}
