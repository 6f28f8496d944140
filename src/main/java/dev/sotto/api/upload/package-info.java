/**
 * Takes a {@code multipart/form-data} request apart while it arrives: the file goes to disk under a name of ours, the other
 * fields to memory, both bounded. Runs on the event loop of the request and never blocks it. Imported by {@code api} alone.
 */
@NullMarked
package dev.sotto.api.upload;

import org.jspecify.annotations.NullMarked;
