/**
 * The verticles between the event bus and the rules: one owns the engine of a device, one runs transcriptions on a
 * bounded pool. They hold no rule of Whisper's.
 */
@NullMarked
package dev.sotto.worker;

import org.jspecify.annotations.NullMarked;
