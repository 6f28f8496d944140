/**
 * Any recording, in any container or codec, becomes a {@link dev.sotto.audio.Waveform}: mono, 16 kHz. Foreign bytes are parsed
 * by ffmpeg in a fenced child process; only a plain 16 kHz mono WAV is read directly. Uses nothing but the JDK; every method
 * that decodes blocks and belongs on a worker thread.
 */
@NullMarked
package dev.sotto.audio;

import org.jspecify.annotations.NullMarked;
