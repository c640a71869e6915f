/** Restores in place: what they would do, their journal, and how they are undone. Not for use outside Cairn. */
@NullMarked
package dev.cairn.backup.restore;

import org.jspecify.annotations.NullMarked;
