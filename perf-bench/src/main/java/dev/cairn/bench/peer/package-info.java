/** The libraries that are compared, each as its own documentation recommends. */
@NullMarked
package dev.cairn.bench.peer;

import org.jspecify.annotations.NullMarked;
