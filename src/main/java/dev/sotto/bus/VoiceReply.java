package dev.sotto.bus;

import dev.sotto.fault.FaultCode;
import java.util.List;

/** The answer to a {@link VoiceRequest}. */
public sealed interface VoiceReply {
    /**
     * The voice was heard.
     *
     * @param vector of unit length
     * @param seconds of speech that it was made of
     */
    record Made(List<Double> vector, double seconds) implements VoiceReply {
        public Made {
            vector = List.copyOf(vector);
        }
    }

    /**
     * There is no voice.
     *
     * @param message the end of a sentence about the clip or the speaker, without a stop
     */
    record Failed(FaultCode code, String message) implements VoiceReply {}
}
