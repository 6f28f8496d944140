/**
 * The engine's heart: windows of all running transcriptions share one batch of slots. Requests come from any thread
 * through a bounded queue; everything else happens in turns on the engine's thread.
 */
@NullMarked
package dev.sotto.whisper.slot;

import org.jspecify.annotations.NullMarked;
