/**
 * What the rules need of a store, and what a store says in return: the owner's side, the worker's side, maintenance's
 * side and the outbox. {@code store} implements them; every implementation passes the same contract tests.
 */
@NullMarked
package dev.sotto.job.port;

import org.jspecify.annotations.NullMarked;
