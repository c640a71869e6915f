package dev.cairn.dal.session;

import dev.cairn.dal.statement.Lanes.Recipe;
import java.time.Duration;

/**
 * What a session needs to know. Immutable.
 *
 * @param name of the file, for messages
 * @param readers how many there are at the most
 * @param pooled whether connections are kept between their uses
 * @param acquireTimeout how long one waits for anything at the most
 * @param writerHold how long a connection of {@code writer()} may be held while others wait
 */
public record Settings(
        String name, Recipe recipe, int readers, boolean pooled, Duration acquireTimeout, Duration writerHold) {}
