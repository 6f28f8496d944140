/**
 * Where in a recording somebody speaks: the port of the network that says so ({@link dev.sotto.vad.SpeechNetwork}), its
 * use over a whole recording, and the rules that make spans of its probabilities. Knows neither DJL nor Whisper.
 */
@NullMarked
package dev.sotto.vad;

import org.jspecify.annotations.NullMarked;
