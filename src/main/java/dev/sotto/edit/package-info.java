/**
 * The edited document beside a machine's transcript: operations on it, how those of editors who do not know of each other are
 * joined without loss, and what changed between two versions. Plain values and rules: no store, no HTTP, no clock.
 */
@NullMarked
package dev.sotto.edit;

import org.jspecify.annotations.NullMarked;
