/**
 * Fetches recordings from URLs, through the one guarded way out, into the blob store.
 */
@NullMarked
package dev.sotto.worker.fetch;

import org.jspecify.annotations.NullMarked;
