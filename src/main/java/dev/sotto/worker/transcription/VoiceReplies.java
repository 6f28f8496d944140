package dev.sotto.worker.transcription;

import dev.sotto.bus.VoiceReply;
import dev.sotto.diarize.VoiceSample;
import dev.sotto.fault.FaultCode;

/** What is answered of a voice that was looked for. */
final class VoiceReplies {
    private VoiceReplies() {}

    static VoiceReply of(VoiceSample.Made made) {
        return made.fault()
                .<VoiceReply>map(fault -> new VoiceReply.Failed(FaultCode.INVALID_VALUE, "This voice " + fault + "."))
                .orElseGet(() -> new VoiceReply.Made(made.vector(), made.seconds()));
    }
}
