/** Measures several ways to do one thing in turns, so that their ratios hold on any machine. */
@NullMarked
package dev.cairn.bench.harness;

import org.jspecify.annotations.NullMarked;
