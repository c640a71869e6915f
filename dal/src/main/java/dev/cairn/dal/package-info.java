/** The runtime: one writer, several readers, and the two verbs {@code read} and {@code write}. */
@NullMarked
package dev.cairn.dal;

import org.jspecify.annotations.NullMarked;
