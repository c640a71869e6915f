package dev.cairn.dal.write;

import dev.cairn.dal.DalException;
import dev.cairn.dal.DalException.Kind;
import dev.cairn.dal.statement.Holder;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The queue of writers: one at a time, in the order in which they came. Thread-safe.
 *
 * <p>A ticket whose turn comes is handed the gate by the one before it, so nobody can slip in between. The tickets of
 * single writes that stand behind each other may be taken by the thread of the first, which then does the work of all;
 * a ticket taken so cannot be given up any more.
 */
public final class Gate {
    /** How far a ticket has come. */
    enum State {
        WAITING,
        HOLDING,
        TAKEN,
        DONE
    }

    /** A place in the queue. */
    public static class Ticket {
        private final Thread thread = Thread.currentThread();
        private final String label;
        private final long asked = System.nanoTime();
        private long began;
        private volatile State state = State.WAITING;
        private volatile long revocableFrom;
        private volatile @Nullable BooleanSupplier revoke;

        Ticket(String label) {
            this.label = label;
        }

        /** How long it has waited for its turn. */
        public long waitedNanos() {
            return began - asked;
        }

        boolean isDone() {
            return state == State.DONE;
        }

        /** Says that the work is done, to the thread whose it is. */
        void done() {
            state = State.DONE;
            LockSupport.unpark(thread);
        }
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Ticket> queue = new ArrayDeque<>();
    private @Nullable Ticket holder;

    /** Waits for the turn of this thread. */
    public Ticket enter(String label, long deadline) {
        Ticket ticket = new Ticket(label);
        enter(ticket, deadline);
        return ticket;
    }

    /** Waits for the turn of a ticket, or until another thread has done its work. */
    void enter(Ticket ticket, long deadline) {
        lock.lock();
        try {
            if (holder == null) {
                holder = ticket;
                ticket.state = State.HOLDING;
                ticket.began = ticket.asked;
                return;
            }
            requireOther(holder, ticket);
            queue.addLast(ticket);
        } finally {
            lock.unlock();
        }
        try {
            await(ticket, deadline);
        } catch (RuntimeException | Error e) {
            abandon(ticket);
            throw e;
        }
    }

    /** Whatever it fails of, it neither stays in the queue nor keeps the gate. */
    private void abandon(Ticket ticket) {
        if (!giveUp(ticket)) {
            leave(ticket);
        }
    }

    /** Who waits for itself would do so until the deadline. A connection that may be revoked is anybody's to close. */
    private static void requireOther(Ticket holder, Ticket ticket) {
        if (holder.thread == ticket.thread && holder.revoke == null) {
            throw DalException.of(
                    Kind.MISUSE,
                    "instead",
                    "begin with write, or end first what this thread holds: it would wait for itself",
                    "holder",
                    holder.label);
        }
    }

    /**
     * Lets whoever waits take the gate away from its holder, once that has held it for so long from now.
     *
     * @param how does so, and says whether it did; it does not if the holder is about to leave by itself
     */
    public void revocable(Ticket ticket, Duration after, BooleanSupplier how) {
        lock.lock();
        try {
            ticket.revocableFrom = System.nanoTime() + after.toNanos();
            ticket.revoke = how;
            // Those who waited before had nothing to wake up for.
            queue.forEach(waiting -> LockSupport.unpark(waiting.thread));
        } finally {
            lock.unlock();
        }
    }

    private void await(Ticket ticket, long deadline) {
        boolean interrupted = false;
        try {
            while (true) {
                interrupted |= Thread.interrupted();
                boolean late = deadline - System.nanoTime() <= 0;
                if ((interrupted || late) && giveUp(ticket)) {
                    throw interrupted ? DalException.of(Kind.INTERRUPTED, "waiting for", "the writer") : busy(ticket);
                }
                long revocable = untilRevoked();
                // Waiting for the lock may have used up the wake-up that came with a new state: so that is read last.
                State state = ticket.state;
                if (state == State.HOLDING || state == State.DONE) {
                    return;
                }
                if (state == State.TAKEN) {
                    LockSupport.park(this);
                } else {
                    LockSupport.parkNanos(this, Math.min(deadline - System.nanoTime(), revocable));
                }
            }
        } finally {
            if (interrupted) {
                ticket.thread.interrupt();
            }
        }
    }

    /** How long the holder may hold yet, if it may not hold for as long as it likes; beyond that it is revoked. */
    private long untilRevoked() {
        Ticket present = holding();
        if (present == null || present.revoke == null) {
            return Long.MAX_VALUE;
        }
        long left = present.revocableFrom - System.nanoTime();
        if (left > 0) {
            return left;
        }
        BooleanSupplier revoke = takeRevoke(present);
        return revoke == null || !revoked(present, revoke) ? Long.MAX_VALUE : 1;
    }

    private boolean revoked(Ticket present, BooleanSupplier revoke) {
        boolean taken = true;
        try {
            taken = revoke.getAsBoolean();
        } finally {
            if (taken) {
                leave(present);
            }
        }
        return taken;
    }

    /** For one of those who wait: the others have to wait until it is through. */
    private @Nullable BooleanSupplier takeRevoke(Ticket present) {
        lock.lock();
        try {
            BooleanSupplier revoke = present.revoke;
            present.revoke = null;
            return revoke;
        } finally {
            lock.unlock();
        }
    }

    /** Whether it was still waiting. */
    private boolean giveUp(Ticket ticket) {
        lock.lock();
        try {
            return queue.remove(ticket);
        } finally {
            lock.unlock();
        }
    }

    private DalException busy(Ticket ticket) {
        List<String> fields = new ArrayList<>(
                List.of("waited ms", Long.toString(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - ticket.asked))));
        fields.addAll(describeHolder());
        fields.addAll(List.of("waiting", Integer.toString(waiting())));
        return DalException.of(Kind.BUSY, fields.toArray(String[]::new));
    }

    /** Names and values of fields that say who holds the gate, since when, and where it is. */
    public List<String> describeHolder() {
        Ticket present = holding();
        return present == null ? List.of() : Holder.describe(present.label, present.thread, present.began);
    }

    private @Nullable Ticket holding() {
        lock.lock();
        try {
            return holder;
        } finally {
            lock.unlock();
        }
    }

    /** How many wait. */
    public int waiting() {
        lock.lock();
        try {
            return queue.size();
        } finally {
            lock.unlock();
        }
    }

    /** Takes the single writes that stand first in the queue, to do their work too. */
    List<Job<?>> takeJobs(int most) {
        List<Job<?>> jobs = new ArrayList<>();
        lock.lock();
        try {
            while (jobs.size() < most && queue.peekFirst() instanceof Job<?> job) {
                queue.removeFirst();
                take(job);
                jobs.add(job);
            }
        } finally {
            lock.unlock();
        }
        return jobs;
    }

    /** Whether a single write stands first. */
    boolean isJobFirst() {
        lock.lock();
        try {
            return queue.peekFirst() instanceof Job<?>;
        } finally {
            lock.unlock();
        }
    }

    private static void take(Ticket ticket) {
        ticket.began = System.nanoTime();
        ticket.state = State.TAKEN;
    }

    /** Hands the gate to the next. */
    public void leave(Ticket ticket) {
        lock.lock();
        try {
            if (holder != ticket) {
                return;
            }
            Ticket next = queue.pollFirst();
            holder = next;
            if (next != null) {
                next.began = System.nanoTime();
                next.state = State.HOLDING;
                LockSupport.unpark(next.thread);
            }
        } finally {
            lock.unlock();
        }
    }
}
