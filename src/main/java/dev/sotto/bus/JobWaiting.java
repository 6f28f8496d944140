package dev.sotto.bus;

import dev.sotto.job.WorkKind;

/** A job waits for a worker, now or from some time on: wakes those who do this kind of work. */
public record JobWaiting(WorkKind work) {}
