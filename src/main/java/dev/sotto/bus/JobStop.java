package dev.sotto.bus;

import dev.sotto.job.JobId;

/** The store says that a running job is wanted no more: its worker need not wait for its next heartbeat to hear it. */
public record JobStop(JobId job) {}
