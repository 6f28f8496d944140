/**
 * What a caller asks for and what a caller gets: options, segments, words, times, and the closed list of ways a
 * transcription can fail. A leaf: imports nothing of ours, may be imported by every package, belongs to no thread.
 */
@NullMarked
package dev.sotto.transcript;

import org.jspecify.annotations.NullMarked;
