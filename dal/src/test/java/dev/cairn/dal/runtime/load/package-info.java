/** The runtime under load, under kills, and in random sequences. */
@NullMarked
package dev.cairn.dal.runtime.load;

import org.jspecify.annotations.NullMarked;
