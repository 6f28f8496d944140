package dev.sotto.data;

/**
 * What a backup holds.
 *
 * @param jobs all, ended ones too
 * @param waiting of these, jobs that wait or run
 * @param recordings of jobs that may still be worked on
 * @param hasKey whether the key lies in it that opens the secrets of webhooks; else the settings have it, or there are no secrets
 */
public record BackupSummary(long jobs, long waiting, int recordings, long recordingBytes, boolean hasKey) {}
