/**
 * Writes a transcript as text, subtitles, a table or OpenAI's JSON. Pure functions on any thread. Imports
 * {@code transcript} and Jackson only.
 */
@NullMarked
package dev.sotto.format;

import org.jspecify.annotations.NullMarked;
