/** The closed list of faults that leave the process, and how they are carried. Imports nothing. */
@NullMarked
package dev.sotto.fault;

import org.jspecify.annotations.NullMarked;
