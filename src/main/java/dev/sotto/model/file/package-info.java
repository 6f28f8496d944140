/**
 * Files of a model as bytes: mapped regions, tensor entries, and strict reading of small JSON files.
 *
 * <p>Part of {@code model}: the JDK and Jackson only; blocks, so it runs on worker threads.
 */
@NullMarked
package dev.sotto.model.file;

import org.jspecify.annotations.NullMarked;
