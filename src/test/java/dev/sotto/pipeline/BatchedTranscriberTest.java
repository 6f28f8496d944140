package dev.sotto.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.audio.Waveform;
import dev.sotto.testing.Checkpoints;
import dev.sotto.testing.EngineThread;
import dev.sotto.testing.Recordings;
import dev.sotto.testing.ReshapedWaveform;
import dev.sotto.testing.SharedFolder;
import dev.sotto.testing.SpokenText;
import dev.sotto.testing.VadThread;
import dev.sotto.testing.WordErrorRate;
import dev.sotto.transcript.Cancellation;
import dev.sotto.transcript.Mode;
import dev.sotto.transcript.PromptOptions;
import dev.sotto.transcript.Segment;
import dev.sotto.transcript.SpeechOptions;
import dev.sotto.transcript.Transcript;
import dev.sotto.transcript.TranscriptionListener;
import dev.sotto.transcript.TranscriptionOptions;
import dev.sotto.transcript.VoiceActivity;
import dev.sotto.transcript.Word;
import dev.sotto.transcript.WordOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The defaults with the shipped model: no invented text, no lost speech. */
@Tag("inference")
class BatchedTranscriberTest {
    private static final Path AUDIO = Path.of("src/test/resources/audio");
    private static final String PROMPT = "Sotto transcribes meetings, interviews and calls.";

    /** Every phase is drawn, as ffmpeg's own manual makes whispers. */
    private static final String WHISPER = "aresample=16000,"
            + "afftfilt=real='hypot(re,im)*cos((random(0)*2-1)*2*3.14)':imag='hypot(re,im)*sin((random(1)*2-1)*2*3.14)'"
            + ":win_size=128:overlap=0.8";

    private static EngineThread engine;
    private static VadThread vad;

    @BeforeAll
    static void load() {
        engine = EngineThread.load(Checkpoints.TINY_EN, 4);
        vad = VadThread.load();
    }

    @AfterAll
    static void close() {
        engine.close();
        vad.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"silence.flac", "noise.flac"})
    void where_nobody_speaks_there_is_no_text_with_a_prompt_or_without(String name) {
        try (Waveform nothing = Recordings.decode(AUDIO.resolve(name))) {
            assertThat(transcribe(nothing, TranscriptionOptions.DEFAULTS).segments())
                    .isEmpty();
            assertThat(transcribe(nothing, prompted()).text()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"silence.flac", "noise.flac"})
    void sequential_mode_writes_nothing_where_nobody_speaks_either(String name) {
        TranscriptionOptions options = TranscriptionOptions.builder()
                .speech(SpeechOptions.builder().mode(Mode.SEQUENTIAL).build())
                .build();
        try (Waveform nothing = Recordings.decode(AUDIO.resolve(name))) {
            assertThat(transcribe(nothing, options).segments()).isEmpty();
        }
    }

    @Test
    void no_segment_of_sequential_mode_ends_behind_the_recording() {
        TranscriptionOptions options = TranscriptionOptions.builder()
                .speech(SpeechOptions.builder().mode(Mode.SEQUENTIAL).build())
                .build();
        try (Waveform sample = Recordings.decode(Recordings.SAMPLE)) {
            for (double seconds : new double[] {3.1, 5.7, 9.4}) {
                Waveform part = ReshapedWaveform.behindSilence(0, sample, 0, seconds);
                assertThat(transcribe(part, options).segments())
                        .isNotEmpty()
                        .allSatisfy(segment -> assertThat(segment.endSeconds()).isLessThanOrEqualTo(seconds));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"real/none/music_on_hold.flac", "real/en/silero_vad_test.opus", "mixes/m9-no-speech.opus"})
    void music_and_breath_are_no_text(String name) {
        try (Waveform music = Recordings.decode(SharedFolder.require("audio", name))) {
            assertThat(transcribe(music, TranscriptionOptions.DEFAULTS).text()).isEmpty();
            assertThat(transcribe(music, prompted()).text()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.15, 0.3})
    void last_word_before_a_window_s_end_is_there(double silentSeconds) {
        try (Waveform sonnet = Recordings.decode(SharedFolder.require("audio", "real/en/sonnet_2.mp3"))) {
            Waveform later = ReshapedWaveform.behindSilence(silentSeconds, sonnet, 0, sonnet.durationSeconds());
            assertThat(transcribe(later, TranscriptionOptions.DEFAULTS).text())
                    .contains("shame and thriftless praise. How much more praise");
        }
    }

    @Test
    void words_behind_a_time_that_the_model_writes_twice_are_there() {
        try (Waveform chapter = Recordings.decode(SharedFolder.require("audio", "real/en/moby_dick_ch07_part.mp3"))) {
            Waveform minute = ReshapedWaveform.behindSilence(0, chapter, 0, 60);
            assertThat(transcribe(minute, TranscriptionOptions.DEFAULTS).text())
                    .contains("incredulous curiosity in his countenance. This savage");
        }
    }

    @Test
    void no_segment_and_no_word_reaches_over_silence_that_was_cut_out() {
        try (Waveform once = Recordings.decode(SharedFolder.require("audio", "jfk.flac"))) {
            Waveform apart = ReshapedWaveform.stretchedTo(57, ReshapedWaveform.repeated(once, 2), 11, 22);
            for (boolean words : List.of(true, false)) {
                TranscriptionOptions options = TranscriptionOptions.builder()
                        .words(WordOptions.builder().timestamps(words).build())
                        .build();
                for (Segment segment : transcribe(apart, options).segments()) {
                    assertThat(segment.startSeconds() < 12).isEqualTo(segment.endSeconds() < 12);
                    assertThat(segment.words()).allSatisfy(word -> assertThat(word.endSeconds() - word.startSeconds())
                            .isLessThan(2));
                }
            }
        }
    }

    @Test
    void silences_of_ten_minutes_are_passed_over_and_every_sentence_arrives() throws IOException {
        Path file = AUDIO.resolve("long-silences.flac");
        try (Waveform recording = Recordings.decode(file)) {
            Transcript plain = transcribe(recording, TranscriptionOptions.DEFAULTS);
            Waveform hour = ReshapedWaveform.stretchedTo(3600, recording, 20, 70);
            Transcript stretched = transcribe(hour, TranscriptionOptions.DEFAULTS);
            SpokenText spoken = SpokenText.of(file).orElseThrow();
            assertThat(WordErrorRate.of(spoken.text(), plain.text(), "en")).isLessThan(0.2);
            assertThat(WordErrorRate.of(spoken.text(), stretched.text(), "en")).isLessThan(0.2);
            assertThat(stretched.durationSeconds()).isEqualTo(3600);
            assertThat(stretched.segments().get(stretched.segments().size() - 1).endSeconds())
                    .isBetween(3590.0, 3600.0);
        }
    }

    /** Of these whispers the voice detection hears a tenth of a second by its threshold, and two thirds by the lower one. */
    @Test
    void whispered_speech_arrives_alone_and_between_ordinary_speech() {
        Path file = SharedFolder.require("audio", "jfk.flac");
        String behindSpoken = "asplit[a][b];[b]" + WHISPER + "[c];[a]aresample=16000[d];[d][c]concat=n=2:v=0:a=1";
        try (Waveform whispered = Recordings.filtered(file, WHISPER);
                Waveform both = Recordings.filtered(file, behindSpoken)) {
            assertThat(transcribe(whispered, TranscriptionOptions.DEFAULTS).text())
                    .containsIgnoringCase("what you can do for your country");
            assertThat(transcribe(both, TranscriptionOptions.DEFAULTS).segments())
                    .filteredOn(segment -> segment.startSeconds() > 14)
                    .isNotEmpty();
        }
    }

    /** At 40 dB less, 16 bits leave tiny.en five words misheard, in whatever mode: none may be lost on top. */
    @Test
    void quiet_speech_arrives() throws IOException {
        SpeechOptions sequential =
                new SpeechOptions(Optional.of(Mode.SEQUENTIAL), Optional.of(false), VoiceActivity.DEFAULTS);
        try (Waveform recording = Recordings.decode(Recordings.SAMPLE)) {
            Waveform quiet = ReshapedWaveform.scaled(recording, 0.01f);
            Transcript all = transcribe(
                    quiet, TranscriptionOptions.builder().speech(sequential).build());
            Transcript heard = transcribe(quiet, TranscriptionOptions.DEFAULTS);
            assertThat(heard.text().replace(",", ""))
                    .startsWith("Good morning and welcome")
                    .contains("answer every one of them");
            assertThat(errorOfSample(heard)).isLessThanOrEqualTo(errorOfSample(all));
            assertThat(errorOfSample(all)).isLessThan(0.1);
        }
    }

    @Test
    void speech_longer_than_a_window_arrives_whole() throws IOException {
        try (Waveform recording = Recordings.decode(Recordings.SAMPLE)) {
            Waveform twice = ReshapedWaveform.repeated(recording, 3);
            String text = transcribe(twice, TranscriptionOptions.DEFAULTS).text();
            String said = SpokenText.of(Recordings.SAMPLE).orElseThrow().text();
            assertThat(WordErrorRate.of(String.join(" ", said, said, said), text, "en"))
                    .isLessThan(0.03);
        }
    }

    /** As when somebody has cut a long recording into pieces of half a minute. */
    @Test
    void speech_that_fills_a_window_to_its_last_sample_arrives() {
        try (Waveform recording = Recordings.decode(Recordings.SAMPLE)) {
            Waveform full = ReshapedWaveform.behindSilence(0, ReshapedWaveform.repeated(recording, 2), 0, 30);
            assertThat(full.sampleCount()).isEqualTo(30L * Waveform.SAMPLE_RATE);
            assertThat(transcribe(full, TranscriptionOptions.DEFAULTS).text())
                    .startsWith("Good morning and welcome")
                    .contains("every one of them. Good morning", "the money for the spring");
        }
    }

    @Test
    void a_filter_in_sequential_mode_leaves_the_silence_out_and_restores_the_times() throws IOException {
        Path file = AUDIO.resolve("long-silences.flac");
        SpeechOptions filtered =
                new SpeechOptions(Optional.of(Mode.SEQUENTIAL), Optional.of(true), VoiceActivity.DEFAULTS);
        try (Waveform recording = Recordings.decode(file)) {
            Transcript transcript = transcribe(
                    recording, TranscriptionOptions.builder().speech(filtered).build());
            SpokenText spoken = SpokenText.of(file).orElseThrow();
            assertThat(WordErrorRate.of(spoken.text(), transcript.text(), "en")).isLessThan(0.2);
            assertThat(transcript.segments()).extracting(Segment::startSeconds).isSorted();
            assertThat(transcript
                            .segments()
                            .get(transcript.segments().size() - 1)
                            .startSeconds())
                    .isGreaterThan(100);
        }
    }

    @Test
    void words_have_the_recordings_times_and_spell_the_text() throws IOException {
        try (Waveform recording = Recordings.decode(AUDIO.resolve("long-silences.flac"))) {
            Transcript transcript = transcribe(
                    recording,
                    TranscriptionOptions.builder().words(WordOptions.TIMED).build());
            List<Word> words = transcript.segments().stream()
                    .flatMap(segment -> segment.words().stream())
                    .toList();
            assertThat(words.stream()
                            .map(Word::text)
                            .collect(Collectors.joining())
                            .strip())
                    .isEqualTo(transcript.text());
            assertThat(words).extracting(Word::startSeconds).isSorted();
            assertThat(words).allMatch(word -> word.endSeconds() >= word.startSeconds());
            assertThat(words).allMatch(word -> word.probability() >= 0 && word.probability() <= 1);
            assertThat(words.get(words.size() - 1).endSeconds()).isBetween(100.0, recording.durationSeconds());
        }
    }

    /** One word alone behind eleven seconds of silence, and nothing after it. */
    @Test
    void the_last_short_word_of_a_file_arrives() {
        try (Waveform recording = Recordings.decode(Recordings.SAMPLE)) {
            Waveform last = ReshapedWaveform.behindSilence(11, recording, 16.4, 17.6);
            assertThat(transcribe(last, TranscriptionOptions.DEFAULTS).text()).containsIgnoringCase("them");
        }
    }

    /** Speech without a pause where a window must end: what is cut there is said neither twice nor not at all. */
    @ParameterizedTest
    @ValueSource(doubles = {27, 28.5, 29.5})
    void words_at_a_windows_edge_arrive(double silentSeconds) throws IOException {
        try (Waveform recording = Recordings.decode(Recordings.SAMPLE)) {
            Waveform shifted = ReshapedWaveform.behindSilence(
                    silentSeconds - 17.6, ReshapedWaveform.repeated(recording, 3), 0, 3 * recording.durationSeconds());
            String text = transcribe(shifted, TranscriptionOptions.DEFAULTS).text();
            String said = SpokenText.of(Recordings.SAMPLE).orElseThrow().text();
            assertThat(WordErrorRate.of(String.join(" ", said, said, said), text, "en"))
                    .isLessThan(0.04);
        }
    }

    private static double errorOfSample(Transcript transcript) throws IOException {
        SpokenText spoken = SpokenText.of(Recordings.SAMPLE).orElseThrow();
        return WordErrorRate.of(spoken.text(), transcript.text(), spoken.language());
    }

    private static TranscriptionOptions prompted() {
        return TranscriptionOptions.builder()
                .prompt(PromptOptions.builder().initialPrompt(PROMPT).build())
                .build();
    }

    private static Transcript transcribe(Waveform waveform, TranscriptionOptions options) {
        return new RecordingTranscriber(engine.engine(), vad.detector(), Mode.BATCHED)
                .transcribe(waveform, options, TranscriptionListener.NONE, new Cancellation());
    }
}
