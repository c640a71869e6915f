/** The order of writers, and single writes that share a transaction. Not for use outside Cairn. */
@NullMarked
package dev.cairn.dal.write;

import org.jspecify.annotations.NullMarked;
