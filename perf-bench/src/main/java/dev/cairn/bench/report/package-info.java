/** Tables, verdicts and the file of raw figures. */
@NullMarked
package dev.cairn.bench.report;

import org.jspecify.annotations.NullMarked;
