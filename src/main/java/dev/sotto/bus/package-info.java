/**
 * What travels on the event bus: addresses, immutable messages and the codec that passes them by reference inside this
 * process; and {@link dev.sotto.bus.StoreCalls}, the pools on which callers wait for the store.
 */
@NullMarked
package dev.sotto.bus;

import org.jspecify.annotations.NullMarked;
