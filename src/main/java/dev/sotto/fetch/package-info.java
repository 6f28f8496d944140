/**
 * Recordings from a URL: the work of kind {@code fetch}, by the guarded way out, into the blob store. Imported by
 * {@code dev.sotto} alone.
 */
@NullMarked
package dev.sotto.fetch;

import org.jspecify.annotations.NullMarked;
