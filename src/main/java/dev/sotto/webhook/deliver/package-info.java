/**
 * When a webhook is sent, sent again or given up: the retry schedule, what an answer means, circuits, and the
 * {@link dev.sotto.webhook.deliver.Dispatcher} that joins them to the ports. Nothing here waits or sleeps; whoever owns
 * the dispatcher calls it on one thread, with an injected clock.
 */
@NullMarked
package dev.sotto.webhook.deliver;

import org.jspecify.annotations.NullMarked;
