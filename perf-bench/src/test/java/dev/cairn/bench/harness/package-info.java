@NullMarked
package dev.cairn.bench.harness;

import org.jspecify.annotations.NullMarked;
