/**
 * What generated repositories call, and nothing else should: one versioned set of types. {@link Spi#VERSION} counts up
 * whenever code generated before would not work any more.
 */
@NullMarked
package dev.cairn.dal.spi;

import org.jspecify.annotations.NullMarked;
