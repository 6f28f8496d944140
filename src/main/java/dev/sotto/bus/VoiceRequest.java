package dev.sotto.bus;

import dev.sotto.transcript.SpeakerEvidence;
import dev.sotto.transcript.Speakers;
import java.nio.file.Path;

/** Asks how one voice sounds. The answer is a {@link VoiceReply}. */
public sealed interface VoiceRequest {
    /**
     * Of a clip in which one person speaks.
     *
     * @param clip of any kind that recordings come in
     * @param model whose device has the speaker networks
     */
    record OfClip(Path clip, String model) implements VoiceRequest {}

    /**
     * Of a speaker of a recording whose speakers were told apart.
     *
     * @param speakers of the job's result
     * @param speaker what one of them is called there
     */
    record OfSpeaker(SpeakerEvidence evidence, Speakers speakers, String speaker) implements VoiceRequest {}
}
