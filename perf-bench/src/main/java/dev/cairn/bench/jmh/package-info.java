/** The same reads by JMH, one process after the other: for what is allocated, and to see that the harness agrees. */
@NullMarked
package dev.cairn.bench.jmh;

import org.jspecify.annotations.NullMarked;
