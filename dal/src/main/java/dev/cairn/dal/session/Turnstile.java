package dev.cairn.dal.session;

import dev.cairn.dal.DalException;
import dev.cairn.dal.DalException.Kind;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Counts who is inside a database, and can be shut: for a while, when those who come wait, or for good, when they are
 * refused. Thread-safe.
 *
 * <p>One counter, which being shut makes negative, so that coming and going costs one atomic addition each.
 */
final class Turnstile {
    private static final long SHUT = Long.MIN_VALUE / 2;

    private final AtomicLong inside = new AtomicLong();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private boolean shut;
    private boolean forGood;

    /** Comes in; waits while it is shut. */
    void enter(long deadline) {
        while (inside.incrementAndGet() <= 0) {
            leave();
            awaitOpen(deadline);
        }
    }

    void leave() {
        if (inside.decrementAndGet() == SHUT) {
            signal();
        }
    }

    private void signal() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void awaitOpen(long deadline) {
        lock.lock();
        try {
            while (shut) {
                long left = deadline - System.nanoTime();
                if (forGood) {
                    throw DalException.of(Kind.CLOSED);
                }
                if (left <= 0) {
                    throw DalException.of(Kind.BUSY, "holder", "exclusively");
                }
                changed.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw DalException.of(Kind.INTERRUPTED, "waiting for", "exclusively");
        } finally {
            lock.unlock();
        }
    }

    /** Lets nobody in any more; whether all who were inside have left by the deadline. */
    boolean shut(boolean forEver, long deadline) throws InterruptedException {
        lock.lock();
        try {
            forGood |= forEver;
            if (!shut) {
                shut = true;
                inside.addAndGet(SHUT);
            }
            return awaitEmpty(deadline);
        } finally {
            lock.unlock();
        }
    }

    private boolean awaitEmpty(long deadline) throws InterruptedException {
        while (inside.get() > SHUT) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            changed.awaitNanos(left);
        }
        return true;
    }

    /** Refuses those who wait and come, while it is shut. */
    void closeForGood() {
        lock.lock();
        try {
            forGood = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Lets those who wait in. */
    void open() {
        lock.lock();
        try {
            if (shut && !forGood) {
                shut = false;
                inside.addAndGet(-SHUT);
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    boolean isClosed() {
        lock.lock();
        try {
            return forGood;
        } finally {
            lock.unlock();
        }
    }
}
