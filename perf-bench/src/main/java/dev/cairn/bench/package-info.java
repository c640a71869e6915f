/** Benchmarks and load tests beside the peers. */
@NullMarked
package dev.cairn.bench;

import org.jspecify.annotations.NullMarked;
