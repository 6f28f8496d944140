/**
 * Sends webhooks: what is said of an ended job, and the verticle that delivers it.
 */
@NullMarked
package dev.sotto.worker.webhook;

import org.jspecify.annotations.NullMarked;
