/** Samples to frames: which samples a span of frames needs, and the mel filter bank. The transform itself runs on the device. */
@NullMarked
package dev.sotto.whisper.mel;

import org.jspecify.annotations.NullMarked;
