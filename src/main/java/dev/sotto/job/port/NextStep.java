package dev.sotto.job.port;

import dev.sotto.job.WorkKind;

/**
 * What a job needs after one kind of work is done.
 *
 * @param input where its audio is now
 * @param costSeconds of audio, as it is now known
 */
public record NextStep(WorkKind next, String input, double costSeconds) {}
