/** Migrations and the engine that applies them. */
@NullMarked
package dev.cairn.schema;

import org.jspecify.annotations.NullMarked;
