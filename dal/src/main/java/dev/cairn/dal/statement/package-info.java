/** Physical connections and the statements they keep. Not for use outside Cairn. */
@NullMarked
package dev.cairn.dal.statement;

import org.jspecify.annotations.NullMarked;
