/** What migrations cost beside plain JDBC. */
@NullMarked
package dev.cairn.bench.migration;

import org.jspecify.annotations.NullMarked;
