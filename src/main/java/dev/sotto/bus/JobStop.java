package dev.sotto.bus;

import dev.sotto.job.JobId;

/** The store says that a running job was cancelled: its worker need not wait for the next heartbeat to learn it. */
public record JobStop(JobId job) {}
