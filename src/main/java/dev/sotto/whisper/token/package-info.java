/**
 * Text to tokens and back, and the meaning of Whisper's special tokens. Everything is read from the checkpoint's own
 * vocabulary. Immutable, bound to no thread; may be imported by every package that may import {@code whisper}.
 */
@NullMarked
package dev.sotto.whisper.token;

import org.jspecify.annotations.NullMarked;
