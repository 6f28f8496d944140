/**
 * Jobs between the store and those who do the work: claims, heartbeats, checkpoints, ends, and maintenance. What blocks on
 * the store does so on the pools of {@link dev.sotto.bus.StoreCalls}; all else is the event loop's.
 */
@NullMarked
package dev.sotto.worker.job;

import org.jspecify.annotations.NullMarked;
