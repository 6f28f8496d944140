/**
 * Sotto's own API: jobs, their events, webhooks, health.
 */
@NullMarked
package dev.sotto.api.sotto;

import org.jspecify.annotations.NullMarked;
