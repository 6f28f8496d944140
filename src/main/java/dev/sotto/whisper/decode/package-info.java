/** From decoding options to what a slot needs, and from sampled tokens to a judged result. Pure rules. */
@NullMarked
package dev.sotto.whisper.decode;

import org.jspecify.annotations.NullMarked;
