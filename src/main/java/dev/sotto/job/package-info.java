/**
 * What a job is and how it may change: states, leases, retries, fairness, expiry. Pure rules: time and
 * chance are handed in, nothing blocks, nothing is written. Every type is immutable unless it says otherwise. Whatever
 * serves, runs or keeps jobs may import this package; the store's ports are in {@code job.port}.
 */
@NullMarked
package dev.sotto.job;

import org.jspecify.annotations.NullMarked;
