package dev.sotto.diarize;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.transcript.VoiceProfile;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Names for speakers whose vectors are plain numbers. */
class VoiceRulesTest {
    @Test
    void a_name_needs_the_threshold_and_the_margin() {
        assertThat(names(List.of(speaker(0, 0.5)), voice("Ann", 1, 0))).isEqualTo(Map.of(0, "Ann"));
        assertThat(names(List.of(speaker(0, 0.479)), voice("Ann", 1, 0))).isEmpty();
        // The speaker is like Ann by 0.8 and like Bo, in the other direction, by 0.6 and then by 0.66.
        assertThat(names(List.of(speaker(0, 0.8)), voice("Ann", 1, 0), voice("Bo", 0, 1)))
                .isEqualTo(Map.of(0, "Ann"));
        assertThat(names(List.of(speaker(0, 0.75)), voice("Ann", 1, 0), voice("Bo", 0, 1)))
                .isEmpty();
    }

    @Test
    void a_name_is_given_once_to_who_is_most_like_it() {
        assertThat(names(List.of(speaker(0, 0.7), speaker(1, 0.9), speaker(2, 0.8)), voice("Ann", 1, 0)))
                .isEqualTo(Map.of(1, "Ann"));
    }

    @Test
    void vectors_of_one_name_are_one_voice_and_need_no_margin_between_them() {
        assertThat(names(List.of(speaker(0, 0.95)), voice("Ann", 1, 0), voice("Ann", 0.9, 0.4359)))
                .isEqualTo(Map.of(0, "Ann"));
    }

    @Test
    void who_has_no_vector_or_one_of_another_network_has_no_name() {
        Speaker silent = new Speaker(0, 1, 1, true, new double[0]);
        assertThat(names(List.of(silent), voice("Ann", 1, 0))).isEmpty();
        assertThat(names(List.of(speaker(0, 1)), new VoiceProfile("Ann", List.of(1.0, 0.0, 0.0))))
                .isEmpty();
        assertThat(names(List.of(speaker(0, 1)))).isEmpty();
    }

    private static Map<Integer, String> names(List<Speaker> speakers, VoiceProfile... voices) {
        Map<Integer, String> names = new HashMap<>();
        VoiceRules.match(speakers, List.of(voices)).forEach((speaker, match) -> names.put(speaker, match.name()));
        return names;
    }

    private static Speaker speaker(int number, double likeness) {
        return new Speaker(number, 5, 1, false, new double[] {likeness, Math.sqrt(1 - likeness * likeness)});
    }

    private static VoiceProfile voice(String name, double x, double y) {
        return new VoiceProfile(name, List.of(x, y));
    }
}
