/** The closed list of faults that anybody outside can be told of, and how they are carried. Imports nothing. */
@NullMarked
package dev.sotto.fault;

import org.jspecify.annotations.NullMarked;
