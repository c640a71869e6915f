/** What every generated repository promises, held against each table of the four systems. */
@NullMarked
package dev.cairn.dal.contract;

import org.jspecify.annotations.NullMarked;
