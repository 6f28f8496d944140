/**
 * Jobs between the store and those who do the work: claims, heartbeats, checkpoints, ends, and the caretaker. What blocks
 * on the store does so on the pool {@code store}; all else is the event loop's.
 */
@NullMarked
package dev.sotto.worker.job;

import org.jspecify.annotations.NullMarked;
