package dev.sotto.diarize;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.audio.Waveform;
import dev.sotto.testing.DiarizationErrorRate;
import dev.sotto.testing.DiarizationErrorRate.Turn;
import dev.sotto.testing.Recordings;
import dev.sotto.testing.SharedFolder;
import dev.sotto.testing.SpeakerThread;
import dev.sotto.transcript.Cancellation;
import dev.sotto.transcript.VoiceProfile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The shipped networks on mixes of ten voices: those who are known are called by their names, strangers are not. */
@Tag("inference")
@Tag("whole-recordings") // minutes: runs on the newer DJL line only
class KnownVoicesFidelityTest {
    private static SpeakerThread networks;
    private static Map<String, VoiceProfile> references;

    @BeforeAll
    static void listenToTheReferences() throws Exception {
        networks = SpeakerThread.open();
        references = new TreeMap<>();
        try (Stream<Path> clips = Files.list(SharedFolder.require("audio", "mixes", "refs"))) {
            for (Path clip : clips.sorted().toList()) {
                String voice = clip.getFileName().toString().replace(".opus", "");
                VoiceSample.Made made = VoiceSample.ofClip(heard(clip), new Cancellation());
                assertThat(made.fault()).as(voice).isEmpty();
                references.put(voice, new VoiceProfile(voice, made.vector()));
            }
        }
        assertThat(references).hasSize(10);
    }

    @AfterAll
    static void close() {
        networks.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "m1-two-voices.flac",
                "m2-four-voices.opus",
                "m3-four-voices-overlap.opus",
                "m4-two-men.opus",
                "m5-ten-voices.opus",
                "m7-two-voices-noise.opus",
                "m8-two-voices-telephone.opus",
                "m11-quick-talk.opus"
            })
    void each_voice_of_a_mix_has_its_name_and_none_has_the_name_of_another(String mix) {
        Path audio = SharedFolder.require("audio", "mixes", mix);
        Diarization told = Diarizer.diarize(heard(audio), SpeakerBounds.AUTOMATIC, new Cancellation());
        Map<Integer, String> truth = truth(audio, told);
        Map<Integer, VoiceRules.Match> named = VoiceRules.match(told.speakers(), List.copyOf(references.values()));
        assertThat(named).allSatisfy((speaker, match) -> assertThat(match.name())
                .as("speaker %d, likeness %.3f", speaker, match.likeness())
                .isEqualTo(truth.get(speaker)));
        assertThat(named.values().stream().map(VoiceRules.Match::name).collect(Collectors.toSet()))
                .isEqualTo(Set.copyOf(truth.values()));
        List<VoiceProfile> strangers = references.values().stream()
                .filter(profile -> !truth.containsValue(profile.name()))
                .toList();
        assertThat(VoiceRules.match(told.speakers(), strangers)).isEmpty();
        for (VoiceProfile stranger : strangers) {
            assertThat(VoiceRules.match(told.speakers(), List.of(stranger)))
                    .as(stranger.name())
                    .isEmpty();
        }
    }

    /** Speakers of the truth by whom each one that was found is heard most. */
    private static Map<Integer, String> truth(Path audio, Diarization told) {
        String base = audio.getFileName().toString().replaceAll("\\..*", "");
        List<Turn> turns = DiarizationErrorRate.truth(audio.resolveSibling(base + ".json"));
        Map<Integer, String> truth = new TreeMap<>();
        for (Speaker speaker : told.speakers()) {
            Map<String, Double> together = new TreeMap<>();
            told.turns().stream()
                    .filter(turn -> turn.speaker() == speaker.number())
                    .forEach(turn -> turns.forEach(real -> together.merge(
                            real.speaker(),
                            Math.max(
                                    0,
                                    Math.min(turn.endSeconds(), real.end())
                                            - Math.max(turn.startSeconds(), real.start())),
                            Double::sum)));
            truth.put(
                    speaker.number(),
                    together.entrySet().stream()
                            .max(Map.Entry.comparingByValue())
                            .orElseThrow()
                            .getKey());
        }
        return truth;
    }

    private static SpeakerAnalysis heard(Path audio) {
        try (Waveform waveform = Recordings.decode(audio)) {
            return networks.analyzer().analyze(waveform, part -> {}, new Cancellation());
        }
    }
}
