package dev.cairn.dal.statement;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Who holds what others wait for, in the names and values of an error's fields. */
public final class Holder {
    private static final int FRAMES = 8;
    private static final List<String> OURS = List.of("java.", "jdk.", "dev.cairn.dal.", "org.sqlite.", "com.zaxxer.");

    private Holder() {}

    /**
     * The holder as fields.
     *
     * @param thread nothing if it may be any
     * @param since by {@link System#nanoTime}
     */
    public static List<String> describe(String label, @Nullable Thread thread, long since) {
        return List.of(
                "holder",
                label.isEmpty() ? "untagged" : label,
                "of thread",
                thread == null ? "any" : thread.getName(),
                "for ms",
                Long.toString(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - since)),
                "at",
                thread == null ? "unknown" : stack(thread));
    }

    /** Where a thread is, from the first frame that is not the runtime's. */
    private static String stack(Thread thread) {
        List<StackTraceElement> frames = Arrays.asList(thread.getStackTrace());
        int first = 0;
        while (first < frames.size() && isOurs(frames.get(first).getClassName())) {
            first++;
        }
        int from = first == frames.size() ? 0 : first;
        return frames.subList(from, Math.min(frames.size(), from + FRAMES)).stream()
                .map(StackTraceElement::toString)
                .collect(Collectors.joining(" < "));
    }

    private static boolean isOurs(String type) {
        return OURS.stream().anyMatch(type::startsWith);
    }
}
