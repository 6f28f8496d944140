package dev.sotto.bus;

/** Every address of the event bus. */
public final class Addresses {
    /** Takes a {@link TranscriptionRequest}, answers with a {@link TranscriptionReply}. */
    public static final String TRANSCRIBE = "sotto.transcribe";
    /** Takes a {@link RegroupRequest}, answers with a {@link TranscriptionReply}. */
    public static final String REGROUP = "sotto.regroup";
    /** Takes a {@link CombineRequest}, answers with a {@link TranscriptionReply}. */
    public static final String COMBINE = "sotto.combine";
    /** Takes a {@link VoiceRequest.OfClip}, answers with a {@link VoiceReply}. */
    public static final String VOICE_OF_CLIP = "sotto.voice.clip";
    /** Takes a {@link VoiceRequest.OfSpeaker}, answers with a {@link VoiceReply}. */
    public static final String VOICE_OF_SPEAKER = "sotto.voice.speaker";
    /** Published to everybody: a {@link JobWaiting}. */
    public static final String JOB_WAITING = "sotto.job.waiting";
    /** Published to everybody: a {@link JobStop}. */
    public static final String JOB_STOP = "sotto.job.stop";
    /** Published to everybody: {@link JobNews}. */
    public static final String JOB_NEWS = "sotto.job.news";

    /** Published to everybody: an {@link UploadNews}. */
    public static final String UPLOAD_NEWS = "sotto.upload.news";

    /** Published without a body about every second by the engine's own thread: while that hangs, no heartbeat comes. */
    public static final String ENGINE_HEARTBEAT = "sotto.engine.heartbeat";

    private Addresses() {}
}
