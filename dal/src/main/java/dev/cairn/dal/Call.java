package dev.cairn.dal;

import java.time.Duration;

/**
 * How calls through a view of a database are made. Immutable.
 *
 * @param tag what timings, logs and errors call them by; empty for their own names
 * @param timeout how long a scope, or a call outside one, may take with all its waiting; zero for as long as it takes
 * @param retry when a scope is run again
 */
public record Call(String tag, Duration timeout, Retry retry) {
    /** No tag, no timeout, and work that has begun is never run again. */
    public static final Call DEFAULT = new Call("", Duration.ZERO, Retry.NEVER);

    /** Refuses what means nothing. */
    public Call {
        if (timeout.isNegative()) {
            throw new IllegalArgumentException("a timeout cannot be negative: give Duration.ZERO for none");
        }
    }

    /** Called by this name, one of few. */
    public static Call tagged(String tag) {
        return DEFAULT.tag(tag);
    }

    /** Called by this name, one of few. */
    public Call tag(String name) {
        return new Call(name, timeout, retry);
    }

    /** With this limit on the time they take. */
    public Call timeout(Duration limit) {
        return new Call(tag, limit, retry);
    }

    /** Run again when this says so. */
    public Call retry(Retry policy) {
        return new Call(tag, timeout, policy);
    }
}
