/** The runtime from outside: scopes, errors and faults on real files. */
@NullMarked
package dev.cairn.dal.runtime;

import org.jspecify.annotations.NullMarked;
