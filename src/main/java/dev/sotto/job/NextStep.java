package dev.sotto.job;

import dev.sotto.transcript.WorkClass;

/**
 * What a job needs after one kind of work is done.
 *
 * @param input where its audio is now
 * @param costSeconds of audio, as it is now known
 * @param workClass as it follows from that
 */
public record NextStep(WorkKind next, String input, double costSeconds, WorkClass workClass) {}
