/** What is written into a repository: manifests, packed and encrypted files, and keys. Not for use outside Cairn. */
@NullMarked
package dev.cairn.backup.format;

import org.jspecify.annotations.NullMarked;
