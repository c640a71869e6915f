/** What a change may not cost: ratios of a committed baseline, with tolerances. */
@NullMarked
package dev.cairn.bench.gate;

import org.jspecify.annotations.NullMarked;
