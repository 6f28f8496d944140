/**
 * Loads installed models onto the device: which compute type, how many threads, how many slots. What it loads runs
 * in {@code worker.engine}.
 */
@NullMarked
package dev.sotto.engine;

import org.jspecify.annotations.NullMarked;
