package dev.sotto.job.port;

/** One store, by the side from which it is used. Closing it lets writes that have begun end, and refuses further ones. */
public interface JobStore extends AutoCloseable {
    TenantJobs tenantJobs();

    WorkQueue queue();

    JobMaintenance maintenance();

    JobSpeakers speakers();

    VoiceStore voices();

    TranscriptEdits edits();

    JobLibrary library();

    TranscriptShares shares();

    @Override
    void close();
}
