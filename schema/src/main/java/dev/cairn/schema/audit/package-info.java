/** Who did what to which database: the record that all operations of Cairn share. */
@NullMarked
package dev.cairn.schema.audit;

import org.jspecify.annotations.NullMarked;
