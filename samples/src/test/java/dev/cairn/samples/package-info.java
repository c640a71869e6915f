@NullMarked
package dev.cairn.samples;

import org.jspecify.annotations.NullMarked;
