/**
 * Who speaks when: the port of the two networks ({@link dev.sotto.diarize.SpeakerNetworks}), and the rules that make turns of
 * speakers, and words with speakers, of what they say. Knows neither DJL nor Whisper.
 */
@NullMarked
package dev.sotto.diarize;

import org.jspecify.annotations.NullMarked;
