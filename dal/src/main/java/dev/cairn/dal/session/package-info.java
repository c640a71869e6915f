/** Connections and the scopes that borrow them. Not for use outside Cairn. */
@NullMarked
package dev.cairn.dal.session;

import org.jspecify.annotations.NullMarked;
