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
        private volatile @Nullable Runnable revoke;

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
            queue.addLast(ticket);
        } finally {
            lock.unlock();
        }
        await(ticket, deadline);
    }

    /** Lets whoever waits take the gate away from its holder, once that has held it for so long from now. */
    public void revocable(Ticket ticket, Duration after, Runnable how) {
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
            while (ticket.state == State.WAITING || ticket.state == State.TAKEN) {
                long left = deadline - System.nanoTime();
                interrupted |= Thread.interrupted();
                boolean mayGiveUp = ticket.state == State.WAITING && (interrupted || left <= 0);
                if (mayGiveUp && giveUp(ticket)) {
                    throw interrupted ? DalException.of(Kind.INTERRUPTED, "waiting for", "the writer") : busy(ticket);
                }
                if (ticket.state == State.TAKEN || interrupted) {
                    LockSupport.park(this);
                } else {
                    LockSupport.parkNanos(this, Math.min(left, untilRevoked()));
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
        Runnable revoke = takeRevoke(present);
        if (revoke != null) {
            try {
                revoke.run();
            } finally {
                leave(present);
            }
        }
        return 1;
    }

    /** For one of those who wait: the others have to wait until it is through. */
    private @Nullable Runnable takeRevoke(Ticket present) {
        lock.lock();
        try {
            Runnable revoke = present.revoke;
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
