/** The process: its entry point, and this copy of the program on this machine. Imports everything and is imported by nothing. */
@NullMarked
package dev.sotto;

import org.jspecify.annotations.NullMarked;
