/** Wiring: the entry point and the composition root. Imports everything and is imported by nothing. */
@NullMarked
package dev.sotto;

import org.jspecify.annotations.NullMarked;
