package dev.sotto.transcript;

import java.util.Optional;

/**
 * How the spoken parts of a recording are found and walked through.
 *
 * @param mode empty means the server's own
 * @param vadFilter whether what is not speech is left out; empty means: in batched mode it is, in sequential mode not
 * @param activity what counts as speech
 */
public record SpeechOptions(Optional<Mode> mode, Optional<Boolean> vadFilter, VoiceActivity activity) {
    public static final SpeechOptions DEFAULTS =
            new SpeechOptions(Optional.empty(), Optional.empty(), VoiceActivity.DEFAULTS);

    /**
     * Whether what is not speech is left out.
     *
     * @param actual the mode that is used
     */
    public boolean filters(Mode actual) {
        return vadFilter.orElse(actual == Mode.BATCHED);
    }
}
