/**
 * Verticles that own a device: the engine with its models, and the voice detection.
 */
@NullMarked
package dev.sotto.worker.engine;

import org.jspecify.annotations.NullMarked;
