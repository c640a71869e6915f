/** What the libraries are asked to do. */
@NullMarked
package dev.cairn.bench.workload;

import org.jspecify.annotations.NullMarked;
