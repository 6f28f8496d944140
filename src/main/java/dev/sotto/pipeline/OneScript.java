package dev.sotto.pipeline;

import dev.sotto.transcript.ChineseScript;
import dev.sotto.transcript.Mode;
import dev.sotto.transcript.PartialTranscript;
import dev.sotto.transcript.Segment;
import dev.sotto.transcript.Transcript;
import dev.sotto.transcript.TranscriptionListener;
import dev.sotto.transcript.TranscriptionOptions;
import dev.sotto.transcript.Word;
import dev.sotto.whisper.token.Whitespace;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Writes the Chinese of one transcript in one script: the one that was asked for, or else that of the first character that only
 * one script has. The tokens stay those of the model. One thread, one transcription.
 */
final class OneScript {
    private final boolean isOff;
    private final boolean isAsked;
    private Optional<ChineseScript> script;
    private String language = "";

    /** @param options a text that is known stays as it was given, and openai/whisper's own transcript as it is */
    OneScript(TranscriptionOptions options, Optional<PartialTranscript> finished) {
        this.script = options.script();
        this.isAsked = script.isPresent();
        boolean isReference =
                options.speech().mode().filter(Mode.SEQUENTIAL::equals).isPresent()
                        && !options.speech().filters();
        this.isOff = options.alignment().text().isPresent() || (isReference && !isAsked);
        finished.ifPresent(this::restore);
    }

    /** What is finished is in one script, and decides. */
    private void restore(PartialTranscript finished) {
        language = finished.resume().language();
        finished.segments().forEach(this::written);
    }

    /** Hands on segments in one script. */
    TranscriptionListener before(TranscriptionListener listener) {
        return isOff ? listener : new ScriptListener(listener);
    }

    /** The same transcript in one script, equal to the segments that the listener heard. */
    Transcript written(Transcript transcript) {
        if (isOff) {
            return transcript;
        }
        language = transcript.language();
        List<Segment> segments =
                transcript.segments().stream().map(this::written).toList();
        if (segments.equals(transcript.segments())) {
            return transcript;
        }
        String text = segments.stream().map(Segment::text).collect(Collectors.joining());
        return transcript.saying(Whitespace.strip(text), segments);
    }

    Segment written(Segment segment) {
        if (!ChineseScript.isOf(segment.language().orElse(language))) {
            return segment;
        }
        if (script.isEmpty()) {
            script = ChineseConverter.scriptOf(segment.text());
        }
        return script.filter(one -> isAsked || isMixed(one, segment.text()))
                .map(one -> written(segment, one))
                .orElse(segment);
    }

    private static boolean isMixed(ChineseScript script, String text) {
        ChineseScript other = script == ChineseScript.SIMPLIFIED ? ChineseScript.TRADITIONAL : ChineseScript.SIMPLIFIED;
        return ChineseConverter.has(other, text);
    }

    private static Segment written(Segment segment, ChineseScript script) {
        String text = segment.text();
        String other = ChineseConverter.written(text, script);
        if (segment.words().isEmpty()) {
            return segment.written(other, List.of());
        }
        boolean isOfWords = segment.words().stream()
                .map(Word::text)
                .collect(Collectors.joining())
                .equals(text);
        if (isOfWords && other.length() == text.length()) { // phrases reach over words
            return segment.written(other, cut(segment.words(), other));
        }
        List<Word> words = segment.words().stream()
                .map(word -> word.written(ChineseConverter.written(word.text(), script)))
                .toList();
        String ofWords = words.stream().map(Word::text).collect(Collectors.joining());
        return segment.written(isOfWords ? ofWords : other, words);
    }

    private static List<Word> cut(List<Word> words, String text) {
        List<Word> cut = new ArrayList<>();
        int at = 0;
        for (Word word : words) {
            int end = at + word.text().length();
            cut.add(word.written(text.substring(at, end)));
            at = end;
        }
        return cut;
    }

    /** Hears of the language before the first segment. */
    private final class ScriptListener implements ForwardingListener {
        private final TranscriptionListener listener;

        ScriptListener(TranscriptionListener listener) {
            this.listener = listener;
        }

        @Override
        public TranscriptionListener listener() {
            return listener;
        }

        @Override
        public void language(String code) {
            language = code;
            listener.language(code);
        }

        @Override
        public void segment(Segment segment) {
            listener.segment(written(segment));
        }

        @Override
        public void partial(String text) {
            boolean isWritten = script.isPresent() && ChineseScript.isOf(language);
            listener.partial(isWritten ? ChineseConverter.written(text, script.get()) : text);
        }
    }
}
