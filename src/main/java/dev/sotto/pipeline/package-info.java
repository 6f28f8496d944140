/**
 * One recording from samples to transcript: which window comes next, what prompt it sees, which attempt is accepted,
 * how its tokens become segments. Blocks the thread that calls it; the engine's work happens on the engine's thread.
 */
@NullMarked
package dev.sotto.pipeline;

import org.jspecify.annotations.NullMarked;
