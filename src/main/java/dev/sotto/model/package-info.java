/**
 * Whisper models on disk: what a checkpoint offers ({@link dev.sotto.model.Checkpoint}), what its files say about the
 * network and its tokens ({@link dev.sotto.model.ModelConfig}), and the closed list of ways a model can be unusable.
 * The readers of the two formats, the catalogue of names and the download client lie in the packages below this one.
 *
 * <p>Imports the JDK, Jackson and SnakeYAML only. Everything here blocks: call it from a worker thread, never from an event loop.
 */
@NullMarked
package dev.sotto.model;

import org.jspecify.annotations.NullMarked;
