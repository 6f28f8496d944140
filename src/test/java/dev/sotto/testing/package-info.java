/** Fixtures that the tests of several packages share. */
@NullMarked
package dev.sotto.testing;

import org.jspecify.annotations.NullMarked;
