/**
 * The server of whisper.cpp: {@code /inference} and {@code /load}.
 */
@NullMarked
package dev.sotto.api.dialect.whispercpp;

import org.jspecify.annotations.NullMarked;
