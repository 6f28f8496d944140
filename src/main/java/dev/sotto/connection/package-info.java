/**
 * What one connection may cost, on whichever port: how many there are, how long one may be idle or leave its answers lying,
 * and how many small chunks it may send. Knows connections and requests, not what is asked.
 */
@NullMarked
package dev.sotto.connection;

import org.jspecify.annotations.NullMarked;
