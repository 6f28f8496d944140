package dev.sotto.pipeline;

import dev.sotto.audio.Waveform;
import dev.sotto.model.ModelConfig;
import dev.sotto.vad.SampleSpan;
import dev.sotto.whisper.decode.CompressionRatio;
import dev.sotto.whisper.decode.DecodingResult;
import dev.sotto.whisper.mel.Frames;
import dev.sotto.whisper.token.WhisperTokenizer;
import dev.sotto.whisper.token.Whitespace;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Text that the model began to place and did not write. Where a sentence seems to be cut off by the window's end, Whisper
 * writes the time at which it begins a second time and then ends: so its training data marked sentences that the next window
 * holds whole. transcribe() in whisper/transcribe.py (openai/whisper, MIT) begins its next window there. Windows decoded at
 * once have no next window that begins there, so the same window is asked for the text behind that time, which costs no pass
 * of the encoder. Immutable.
 */
record UnfinishedText(SpokenParts parts, FallbackLadder ladder, ModelConfig model, WhisperTokenizer tokenizer) {
    /** Less speech than this behind the last time is an echo or a breath. */
    private static final double SPOKEN_SECONDS_MIN = 0.1;

    /** Behind the window's end, where nothing is heard, a time may lie by rounding only. */
    private static final double BEHIND_END_SECONDS_MAX = 1.0;

    /** Nobody speaks more tokens a second; some may be punctuation. */
    private static final double TOKENS_PER_SECOND_MAX = 8;

    private static final int TOKENS_FREE = 3;

    /** Whether a part's answer ends with the beginning of a sentence that it does not write, and somebody speaks there. */
    boolean isUnfinished(SampleSpan part, DecodingResult result) {
        if (!endsOpen(result) || result.isCutOff() || ladder.isLoop(result) || ladder.isSilence(result)) {
            return false;
        }
        return parts.spokenSeconds(rest(part, result)) >= SPOKEN_SECONDS_MIN;
    }

    /** Whether the last two tokens are times. */
    boolean endsOpen(DecodingResult result) {
        List<Integer> tokens = result.tokens();
        int last = tokens.size() - 1;
        return last >= 2 && isTimestamp(tokens.get(last)) && isTimestamp(tokens.get(last - 1));
    }

    /**
     * A part's answer with what was asked for afterwards; empty if that is no text of this place.
     *
     * @param more behind the last token of {@code result}
     */
    Optional<DecodingResult> joined(SampleSpan part, DecodingResult result, DecodingResult more) {
        List<Integer> tokens = new ArrayList<>(result.tokens());
        tokens.addAll(more.tokens());
        String text = Whitespace.strip(tokenizer.decodeText(tokens));
        int sampled = result.tokens().size() + more.tokens().size();
        DecodingResult joined = new DecodingResult(
                tokens,
                text,
                (result.averageLogProbability() * result.tokens().size()
                                + more.averageLogProbability() * more.tokens().size())
                        / sampled,
                result.noSpeechProbability(),
                result.temperature(),
                CompressionRatio.of(text),
                more.isCutOff());
        return isCredible(part, result, more) && !ladder.isLoop(joined) ? Optional.of(joined) : Optional.empty();
    }

    private boolean isCredible(SampleSpan part, DecodingResult result, DecodingResult more) {
        SampleSpan rest = rest(part, result);
        long words = more.tokens().stream().filter(token -> !isTimestamp(token)).count();
        double end = more.tokens().stream()
                .filter(this::isTimestamp)
                .mapToDouble(this::seconds)
                .max()
                .orElse(0);
        return !more.text().isEmpty()
                && !ladder.isImprobable(more)
                && words <= TOKENS_FREE + TOKENS_PER_SECOND_MAX * parts.seconds(rest.length())
                && end <= parts.seconds(part.length()) + BEHIND_END_SECONDS_MAX
                && !repeats(result.text(), more.text());
    }

    /** Whether a text ends with the words of the one behind it: the model says again what it has said. */
    private static boolean repeats(String text, String more) {
        List<String> said = HallucinationRules.words(text);
        List<String> again = HallucinationRules.words(more);
        return again.isEmpty()
                || (said.size() >= again.size()
                        && said.subList(said.size() - again.size(), said.size()).equals(again));
    }

    private SampleSpan rest(SampleSpan part, DecodingResult result) {
        double end = seconds(result.tokens().get(result.tokens().size() - 1));
        long from = part.start() + Math.round(end * Waveform.SAMPLE_RATE);
        return new SampleSpan(Math.min(part.end(), from), part.end());
    }

    private boolean isTimestamp(int token) {
        return token >= model.tokens().timestampBegin();
    }

    private double seconds(int timestamp) {
        double step = (double) Frames.WINDOW_SECONDS / model.dimensions().audioContext();
        return (timestamp - model.tokens().timestampBegin()) * step;
    }
}
