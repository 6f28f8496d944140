/**
 * When each word of a window is said: from the attention of a few heads to times, words and the repairs that make both
 * usable. Pure rules on any thread; follows whisper/timing.py (openai/whisper, MIT).
 */
@NullMarked
package dev.sotto.whisper.word;

import org.jspecify.annotations.NullMarked;
