package dev.cairn.dal.insight;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The last queries, so many and no more; adding one waits for nobody. Thread-safe.
 *
 * <p>A thread takes the next number and then puts its entry where that points. One that stops in between may overwrite
 * a newer entry later, which costs that one entry.
 */
final class Ring {
    private final AtomicReferenceArray<Entry> entries;
    private final AtomicLong next = new AtomicLong();

    /** A query as it was taken down. */
    record Entry(long number, String method, String tag, String text, long ranNanos, long rows, long atMillis) {}

    Ring(int most) {
        this.entries = new AtomicReferenceArray<>(most);
    }

    void add(String method, String tag, String text, long ranNanos, long rows, long atMillis) {
        long number = next.getAndIncrement();
        entries.set((int) (number % entries.length()), new Entry(number, method, tag, text, ranNanos, rows, atMillis));
    }

    /** How many were ever added. */
    long added() {
        return next.get();
    }

    /** What is there, newest last. */
    List<Entry> entries() {
        List<Entry> found = new ArrayList<>(entries.length());
        for (int i = 0; i < entries.length(); i++) {
            Entry entry = entries.get(i);
            if (entry != null) {
                found.add(entry);
            }
        }
        found.sort(Comparator.comparingLong(Entry::number));
        return found;
    }
}
