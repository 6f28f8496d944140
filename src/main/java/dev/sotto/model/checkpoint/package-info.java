/**
 * Opens a model folder of either format and offers it as a {@link dev.sotto.model.Checkpoint}.
 *
 * <p>Part of {@code model}: the JDK and Jackson only; blocks, so it runs on worker threads.
 */
@NullMarked
package dev.sotto.model.checkpoint;

import org.jspecify.annotations.NullMarked;
