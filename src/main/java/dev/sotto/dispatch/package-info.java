/**
 * Webhooks on their way: the sender of {@code webhook} over the guarded client of {@code outbound}, and the verticle that
 * runs the dispatcher on one worker thread. Holds no rule. Imported by {@code dev.sotto} alone.
 */
@NullMarked
package dev.sotto.dispatch;

import org.jspecify.annotations.NullMarked;
