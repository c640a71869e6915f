/** The repository: what is added to it, verified, imported and deleted. Not for use outside Cairn. */
@NullMarked
package dev.cairn.backup.store;

import org.jspecify.annotations.NullMarked;
