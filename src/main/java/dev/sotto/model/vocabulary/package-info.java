/**
 * Reads the vocabulary of a model folder from whichever of its files is there, and finds the special tokens in it.
 *
 * <p>Part of {@code model}: the JDK and Jackson only; blocks, so it runs on worker threads.
 */
@NullMarked
package dev.sotto.model.vocabulary;

import org.jspecify.annotations.NullMarked;
