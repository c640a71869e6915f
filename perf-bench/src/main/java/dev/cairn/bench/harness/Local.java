package dev.cairn.bench.harness;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.jspecify.annotations.Nullable;

/** A contender in this JVM, on the calling thread. Not thread-safe. */
final class Local implements Contender {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final String name;
    private final Operation measured;
    private final Operation checked;
    private final Contest contest;
    /** Keeps results from being optimised away. */
    private volatile @Nullable Object last;

    Local(String name, Operation measured, Operation checked, Contest contest) {
        this.name = name;
        this.measured = measured;
        this.checked = checked;
        this.contest = contest;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String check(int turn) throws Exception {
        String result = String.valueOf(checked.run(turn));
        contest.takeBack();
        return result;
    }

    @Override
    public Sample slice(int turn, int millis) throws Exception {
        long thread = Thread.currentThread().getId();
        long bytesBefore = THREADS.getThreadAllocatedBytes(thread);
        long cpuBefore = THREADS.getCurrentThreadCpuTime();
        long before = System.nanoTime();
        long end = before + millis * 1_000_000L;
        int calls = 0;
        @Nullable Object result;
        do {
            result = measured.run(turn + calls++);
        } while (System.nanoTime() < end);
        last = result;
        contest.settle();
        double wall = System.nanoTime() - before;
        double cpu = THREADS.getCurrentThreadCpuTime() - cpuBefore;
        double bytes = THREADS.getThreadAllocatedBytes(thread) - bytesBefore;
        contest.takeBack();
        return new Sample(wall / calls, cpu / calls, bytes / calls, calls);
    }

    @Override
    public String toString() {
        return name + ", last: " + last;
    }
}
