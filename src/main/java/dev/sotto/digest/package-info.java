/**
 * Checksums. Imports nothing of ours.
 */
@NullMarked
package dev.sotto.digest;

import org.jspecify.annotations.NullMarked;
