/** Measurements, run by {@code scripts/bench} and never by a build. */
@NullMarked
package dev.sotto.bench;

import org.jspecify.annotations.NullMarked;
