/** Databases for tests with JUnit 5, which has to be on the class path of those who use it. */
@NullMarked
package dev.cairn.dal.junit;

import org.jspecify.annotations.NullMarked;
