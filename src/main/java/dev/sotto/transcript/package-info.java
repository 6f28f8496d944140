/**
 * What a caller asks for and what a caller gets: options, their fields, segments, words, times. May be imported by every
 * package, belongs to no thread.
 */
@NullMarked
package dev.sotto.transcript;

import org.jspecify.annotations.NullMarked;
