/** What a database knows of itself. */
@NullMarked
package dev.cairn.dal.insight;

import org.jspecify.annotations.NullMarked;
