/** Online backups, and the restores that prove them. */
@NullMarked
package dev.cairn.backup;

import org.jspecify.annotations.NullMarked;
