/**
 * Runs recordings from file to transcript, each on a thread of its own.
 */
@NullMarked
package dev.sotto.worker.transcription;

import org.jspecify.annotations.NullMarked;
