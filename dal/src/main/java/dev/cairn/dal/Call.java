package dev.cairn.dal;

import java.time.Duration;

/**
 * How the calls through {@link Database#with} are made. In a scope, timeout and retry policy are those that the scope
 * was opened with, whatever the calls inside say. Immutable.
 *
 * @param tag what timings, logs and errors call them by; empty for their own names
 * @param timeout how long a scope, or a call outside one, may take: then waiting ends, the statement that is running is
 *     ended, and the next is refused. Zero for as long as it takes, though waiting always ends at
 *     {@code acquireTimeout}
 * @param retry when a scope is run again
 */
public record Call(String tag, Duration timeout, Retry retry) {
    /** No tag, no timeout, and work that has begun is never run again. */
    public static final Call DEFAULT = new Call("", Duration.ZERO, Retry.NEVER);

    /** Refuses what means nothing. */
    public Call {
        Limits.require(timeout);
    }

    /** With this tag. Use few, each for a kind of work: timings are kept for each. */
    public static Call tagged(String tag) {
        return DEFAULT.tag(tag);
    }

    /** With this tag; see {@link #tagged}. */
    public Call tag(String name) {
        return new Call(name, timeout, retry);
    }

    /** With this limit; {@link Duration#ZERO} for none. */
    public Call timeout(Duration limit) {
        return new Call(tag, limit, retry);
    }

    /** With bodies run again when this policy says so. */
    public Call retry(Retry policy) {
        return new Call(tag, timeout, policy);
    }
}
