package dev.sotto.pipeline;

import dev.sotto.audio.Waveform;
import dev.sotto.forcedalign.GivenText;
import dev.sotto.forcedalign.HeardWord;
import dev.sotto.forcedalign.WindowScript;
import dev.sotto.forcedalign.WordMatch;
import dev.sotto.transcript.AlignmentOptions;
import dev.sotto.transcript.Cancellation;
import dev.sotto.transcript.RecordingStage;
import dev.sotto.transcript.Segment;
import dev.sotto.transcript.Transcript;
import dev.sotto.transcript.TranscriptionListener;
import dev.sotto.transcript.TranscriptionOptions;
import dev.sotto.transcript.Word;
import dev.sotto.vad.SampleSpan;
import dev.sotto.vad.SpeechDetector;
import dev.sotto.whisper.WhisperEngine;
import dev.sotto.whisper.mel.Frames;
import dev.sotto.whisper.word.WordSplitter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds where in a recording a given text is said. The recording is recognised first, so that each window finds its part of the
 * text; then each window says that part, and the network's attention tells when. Thread-safe; each call blocks its thread.
 */
final class TextAligner {
    /** Of a recording's work, what recognition is. */
    private static final double RECOGNITION = 0.7;

    private final WhisperEngine engine;
    private final SpeechDetector detector;
    private final WindowLength length;

    /** @param length of the windows in which the text is recognised; when its words are said is asked of whole ones */
    TextAligner(WhisperEngine engine, SpeechDetector detector, WindowLength length) {
        this.engine = engine;
        this.detector = detector;
        this.length = length;
    }

    /**
     * The given text with times.
     *
     * @param options with a text
     * @param listener hears of the segments at the end
     */
    Transcript align(
            Waveform waveform,
            TranscriptionOptions options,
            TranscriptionListener listener,
            Cancellation cancellation) {
        float[] probabilities = detector.probabilities(waveform, engine.workClass(), cancellation);
        SpokenParts parts = SpokenParts.of(
                waveform,
                new SpeechSearch.Heard(probabilities, List.of()),
                options,
                options.speech().filters());
        Transcript recognised = new BatchedTranscriber(engine, detector, length)
                .transcribe(
                        parts, recognition(options), Optional.empty(), new RecognitionListener(listener), cancellation);
        GivenText given = GivenText.of(
                options.alignment().text().orElseThrow(), WordSplitter.writesBlanks(recognised.language()));
        List<HeardWord> heard = heard(recognised, parts);
        List<WordMatch.Pair> pairs =
                WordMatch.of(given.words(), heard.stream().map(HeardWord::text).toList(), cancellation::isRequested);
        if (cancellation.isRequested()) {
            throw EngineCalls.cancelled();
        }
        EngineCalls calls = new EngineCalls(engine, cancellation);
        WindowForcer forcer = new WindowForcer(parts, calls, recognised.language(), given, heard);
        Map<Integer, Word> said = said(parts, WindowScript.of(pairs, heard, windows(parts)), forcer, given, listener);
        alsoRecognised(said, pairs, recognised, given);
        Transcript aligned = new AlignedText(given, said, engine.tokenizer()).transcript(recognised);
        aligned.segments().forEach(listener::segment);
        return aligned;
    }

    private static TranscriptionOptions recognition(TranscriptionOptions options) {
        return options.toBuilder()
                .alignment(AlignmentOptions.DEFAULTS)
                .words(options.words().toBuilder().timestamps(true).build())
                .build();
    }

    private static List<WindowScript.Window> windows(SpokenParts parts) {
        return parts.windows().stream()
                .map(window -> new WindowScript.Window(parts.seconds(window.start()), parts.seconds(window.end())))
                .toList();
    }

    private static List<HeardWord> heard(Transcript recognised, SpokenParts parts) {
        List<HeardWord> heard = new ArrayList<>();
        int window = 0;
        for (Segment segment : recognised.segments()) {
            while (window + 1 < parts.windows().size() && seek(parts, window + 1) <= segment.seekFrames()) {
                window++;
            }
            for (Word word : segment.words()) {
                heard.add(new HeardWord(
                        word.text(),
                        window,
                        parts.pieces().closedUpSeconds(word.startSeconds()),
                        parts.pieces().closedUpSeconds(word.endSeconds())));
            }
        }
        return heard;
    }

    /** As {@link SegmentCutter} gives it to the segments of a window. */
    private static int seek(SpokenParts parts, int window) {
        return (int) (parts.pieces().recordingSample(parts.windows().get(window).start()) / Frames.HOP_SAMPLES);
    }

    /** By index; words of the recording's time. */
    private Map<Integer, Word> said(
            SpokenParts parts,
            List<WindowScript> scripts,
            WindowForcer forcer,
            GivenText given,
            TranscriptionListener listener) {
        Map<Integer, Word> said = new HashMap<>();
        double total = parts.recording().durationSeconds();
        for (int i = 0; i < scripts.size(); i++) {
            SampleSpan window = parts.windows().get(i);
            List<WindowForcer.Said> found = forcer.said(window, scripts.get(i));
            List<Word> words = found.stream()
                    .map(one -> new Word(
                            given.words().get(one.given()), one.startSeconds(), one.endSeconds(), one.probability()))
                    .toList();
            List<Word> placed = WindowPlacement.of(parts, window, words, engine.tokenizer());
            for (int n = 0; n < placed.size(); n++) {
                said.put(found.get(n).given(), placed.get(n));
            }
            double done = (double) (i + 1) / scripts.size();
            listener.progress((RECOGNITION + (1 - RECOGNITION) * done) * total, total);
        }
        return said;
    }

    /** A word that no window had room to say and that was recognised is where it was. */
    private static void alsoRecognised(
            Map<Integer, Word> said, List<WordMatch.Pair> pairs, Transcript recognised, GivenText given) {
        List<Word> words = recognised.segments().stream()
                .flatMap(segment -> segment.words().stream())
                .toList();
        for (WordMatch.Pair pair : pairs) {
            if (pair.isSame() && !said.containsKey(pair.given())) {
                Word word = words.get(pair.heard());
                said.put(
                        pair.given(),
                        new Word(
                                given.words().get(pair.given()),
                                word.startSeconds(),
                                word.endSeconds(),
                                word.probability()));
            }
        }
    }

    private record RecognitionListener(TranscriptionListener listener) implements TranscriptionListener {
        @Override
        public void stage(RecordingStage stage, Duration took) {
            listener.stage(stage, took);
        }

        @Override
        public void progress(double secondsDone, double secondsTotal) {
            listener.progress(RECOGNITION * secondsDone, secondsTotal);
        }
    }
}
