package dev.cairn.console;

import java.util.function.Consumer;

/**
 * What a command found out or did.
 *
 * @param exit how it ended
 * @param document the same as JSON
 * @param text the same for people
 */
record Answer(Exit exit, Object document, Consumer<Page> text) {}
