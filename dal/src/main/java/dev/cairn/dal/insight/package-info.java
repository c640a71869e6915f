/** Timings, slow queries, health and upkeep. Not for use outside Cairn, but for what {@code Database} returns. */
@NullMarked
package dev.cairn.dal.insight;

import org.jspecify.annotations.NullMarked;
