/**
 * Whisper's rules without a network: what the pipeline asks ({@link dev.sotto.whisper.WhisperEngine}), what a network
 * must offer ({@link dev.sotto.whisper.WhisperNetwork}), and between them log-mel framing, decoding tasks and slots.
 * Knows neither Vert.x nor DJL.
 */
@NullMarked
package dev.sotto.whisper;

import org.jspecify.annotations.NullMarked;
