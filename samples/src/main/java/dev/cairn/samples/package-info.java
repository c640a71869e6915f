/** Seeded data of the bundled systems: realistic, skewed, referentially whole, the same for the same seed. */
@NullMarked
package dev.cairn.samples;

import org.jspecify.annotations.NullMarked;
