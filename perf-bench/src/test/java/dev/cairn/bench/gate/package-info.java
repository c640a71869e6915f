@NullMarked
package dev.cairn.bench.gate;

import org.jspecify.annotations.NullMarked;
