/**
 * The Hugging Face layout: safetensors headers, shard indexes, and the names of the tensors in it.
 *
 * <p>Part of {@code model}: the JDK and Jackson only; blocks, so it runs on worker threads.
 */
@NullMarked
package dev.sotto.model.safetensors;

import org.jspecify.annotations.NullMarked;
