package dev.sotto.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.audio.DecodedMedia;
import dev.sotto.testing.Checkpoints;
import dev.sotto.testing.EngineThread;
import dev.sotto.testing.Recordings;
import dev.sotto.testing.SharedFolder;
import dev.sotto.testing.VadThread;
import dev.sotto.transcript.Cancellation;
import dev.sotto.transcript.ChineseScript;
import dev.sotto.transcript.MediaOptions;
import dev.sotto.transcript.Mode;
import dev.sotto.transcript.Segment;
import dev.sotto.transcript.Task;
import dev.sotto.transcript.TimeSpan;
import dev.sotto.transcript.Transcript;
import dev.sotto.transcript.TranscriptionListener;
import dev.sotto.transcript.TranscriptionOptions;
import dev.sotto.transcript.Word;
import dev.sotto.transcript.WordOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("inference")
class ChannelTranscriberTest {
    private static final Path CALL = Path.of("src/test/resources/audio/two-channels.flac");

    @Test
    void channels_are_merged_by_time_and_numbered_anew() {
        Transcript merged = ChannelTranscriber.merged(List.of(
                transcript("en", segment(0, 0, " a"), segment(1, 5, " c")),
                transcript("de", segment(0, 2, " b"), segment(1, 5, " ddddd"))));
        assertThat(merged.segments()).extracting(Segment::text).containsExactly(" a", " b", " c", " ddddd");
        assertThat(merged.segments()).extracting(Segment::id).containsExactly(0, 1, 2, 3);
        assertThat(merged.segments())
                .extracting(Segment::channel)
                .containsExactly(OptionalInt.of(0), OptionalInt.of(1), OptionalInt.of(0), OptionalInt.of(1));
        assertThat(merged.text()).isEqualTo("a b c ddddd");
        assertThat(merged.language()).isEqualTo("de");
    }

    @Test
    void each_side_of_our_own_call_is_heard_on_its_channel_and_within_the_span() {
        try (EngineThread engine = EngineThread.load(Checkpoints.TINY_EN, 4);
                VadThread vad = VadThread.load()) {
            ChannelTranscriber transcriber =
                    new ChannelTranscriber(new RecordingTranscriber(engine.engine(), vad.detector(), Mode.BATCHED));
            Ears ears = new Ears();
            Transcript both = transcribed(transcriber, TimeSpan.WHOLE, ears);
            assertThat(said(both, 0)).contains("salt water").doesNotContain("punished");
            assertThat(said(both, 1)).contains("punished").doesNotContain("salt");
            assertThat(both.segments())
                    .isSortedAccordingTo((a, b) -> Double.compare(a.startSeconds(), b.startSeconds()));
            assertThat(ears.segments).hasSameSizeAs(both.segments());
            assertThat(ears.channels).isEqualTo(2);
            assertThat(ears.progress).isSorted().last().isEqualTo(both.durationSeconds());
            Transcript part = transcribed(transcriber, new TimeSpan(6, 13.2), TranscriptionListener.NONE);
            assertThat(part.segments()).isNotEmpty();
            assertThat(part.segments())
                    .allMatch(segment -> segment.startSeconds() >= 6 && segment.endSeconds() <= 13.3);
        }
    }

    @Test
    void recordings_in_chinese_are_written_in_the_script_that_was_asked_for() {
        Path folder = SharedFolder.require("audio", "real", "zh");
        try (EngineThread engine = EngineThread.load(Checkpoints.BASE, 4);
                VadThread vad = VadThread.load()) {
            ChannelTranscriber transcriber =
                    new ChannelTranscriber(new RecordingTranscriber(engine.engine(), vad.detector(), Mode.BATCHED));
            for (String name : List.of("fleurs_zh_1883_clip5.flac", "aishell_BAC009S0724W0121.flac")) {
                for (ChineseScript script : ChineseScript.values()) {
                    Ears ears = new Ears();
                    Transcript transcript = inScript(transcriber, folder.resolve(name), script, ears);
                    assertThat(ChineseConverter.scriptOf(transcript.text())).contains(script);
                    ChineseScript other =
                            script == ChineseScript.SIMPLIFIED ? ChineseScript.TRADITIONAL : ChineseScript.SIMPLIFIED;
                    assertThat(ChineseConverter.has(other, transcript.text()))
                            .as(transcript.text())
                            .isFalse();
                    assertThat(ears.segments).isEqualTo(transcript.segments());
                    for (Segment segment : transcript.segments()) {
                        assertThat(segment.words().stream().map(Word::text).collect(Collectors.joining()))
                                .isEqualTo(segment.text());
                    }
                }
            }
        }
    }

    private static Transcript inScript(
            ChannelTranscriber transcriber, Path recording, ChineseScript script, TranscriptionListener ears) {
        TranscriptionOptions options = TranscriptionOptions.builder()
                .script(Optional.of(script))
                .words(WordOptions.builder().timestamps(true).build())
                .build();
        try (DecodedMedia sound = Recordings.decode(recording, MediaOptions.DEFAULTS)) {
            return transcriber.transcribe(sound, options, Optional.empty(), ears, new Cancellation());
        }
    }

    private static Transcript transcribed(ChannelTranscriber transcriber, TimeSpan span, TranscriptionListener ears) {
        MediaOptions media = MediaOptions.of("", true, span);
        TranscriptionOptions options =
                TranscriptionOptions.builder().media(media).build();
        try (DecodedMedia sound = Recordings.decode(CALL, media)) {
            return transcriber.transcribe(sound, options, Optional.empty(), ears, new Cancellation());
        }
    }

    private static String said(Transcript transcript, int channel) {
        return transcript.segments().stream()
                .filter(segment -> segment.channel().equals(OptionalInt.of(channel)))
                .map(segment -> segment.text().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining());
    }

    private static final class Ears implements TranscriptionListener {
        private final List<Segment> segments = new ArrayList<>();
        private final List<Double> progress = new ArrayList<>();
        private int channels;

        @Override
        public void channels(int count) {
            channels = count;
        }

        @Override
        public void progress(double secondsDone, double secondsTotal) {
            progress.add(secondsDone);
        }

        @Override
        public void segment(Segment segment) {
            segments.add(segment);
        }
    }

    private static Transcript transcript(String language, Segment... segments) {
        String text = List.of(segments).stream().map(Segment::text).collect(Collectors.joining());
        return new Transcript(Task.TRANSCRIBE, language, 10, text.strip(), List.of(segments));
    }

    private static Segment segment(int id, double start, String text) {
        return new Segment(id, 0, start, start + 1, text, List.of(), 0, -0.2, 1, 0, List.of());
    }
}
