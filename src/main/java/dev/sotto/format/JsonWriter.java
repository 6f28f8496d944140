package dev.sotto.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.sotto.transcript.Doubt;
import dev.sotto.transcript.Languages;
import dev.sotto.transcript.SaidBy;
import dev.sotto.transcript.Segment;
import dev.sotto.transcript.Speakers;
import dev.sotto.transcript.Transcript;
import dev.sotto.transcript.Warning;
import dev.sotto.transcript.Word;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** OpenAI's CreateTranscriptionResponseJson and CreateTranscriptionResponseVerboseJson, keys in their order. */
final class JsonWriter {
    private static final JsonFactory JSON = new JsonFactory();

    private JsonWriter() {}

    @FunctionalInterface
    private interface Body {
        void writeTo(JsonGenerator json) throws IOException;
    }

    static String json(Transcript transcript, DocumentOptions options) {
        return document(json -> {
            json.writeStringField("text", transcript.text());
            languages(json, transcript);
            if (options.logprobs()) {
                logprobs(json, WordScore.of(transcript.segments()));
            }
            usage(json, transcript);
        });
    }

    private static void logprobs(JsonGenerator json, List<WordScore> scores) throws IOException {
        json.writeArrayFieldStart("logprobs");
        for (WordScore score : scores) {
            json.writeStartObject();
            json.writeStringField("token", score.token());
            number(json, "logprob", score.logprob());
            json.writeArrayFieldStart("bytes");
            for (int unit : score.bytes()) {
                json.writeNumber(unit);
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /** Those of its windows in the order in which they are first spoken, or the one of all. */
    private static void languages(JsonGenerator json, Transcript transcript) throws IOException {
        List<String> ofSegments = transcript.segments().stream()
                .flatMap(segment -> segment.language().stream())
                .distinct()
                .toList();
        json.writeArrayFieldStart("languages");
        for (String code : ofSegments.isEmpty() ? List.of(transcript.language()) : ofSegments) {
            json.writeStartObject();
            json.writeStringField("code", code);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    static String verboseJson(Transcript transcript, DocumentOptions options) {
        return document(json -> {
            json.writeStringField("task", transcript.task().wireName());
            json.writeStringField("language", languageName(transcript.language()));
            number(json, "duration", transcript.durationSeconds());
            json.writeStringField("text", transcript.text());
            if (options.words()) {
                words(json, transcript.segments());
            }
            if (options.segments()) {
                segments(json, transcript.segments());
            }
            if (transcript.speakers().isPresent()) {
                speakers(json, transcript.speakers().get());
            }
            warnings(json, transcript.warnings());
            usage(json, transcript);
        });
    }

    /** CreateTranscriptionResponseDiarizedJson: segments of one speaker, and as text a line for each turn of theirs. */
    static String diarizedJson(Transcript transcript) {
        return document(json -> {
            json.writeStringField("task", transcript.task().wireName());
            number(json, "duration", transcript.durationSeconds());
            json.writeStringField("text", SpeakerText.turns(transcript.segments()));
            json.writeArrayFieldStart("segments");
            for (int i = 0; i < transcript.segments().size(); i++) {
                Segment segment = transcript.segments().get(i);
                json.writeStartObject();
                json.writeStringField("type", "transcript.text.segment");
                json.writeStringField("id", String.format(Locale.ROOT, "seg_%03d", i + 1));
                number(json, "start", segment.startSeconds());
                number(json, "end", segment.endSeconds());
                json.writeStringField("text", CueText.strip(segment.text()));
                json.writeStringField("speaker", SpeakerText.labelOrUnknown(segment));
                json.writeEndObject();
            }
            json.writeEndArray();
            usage(json, transcript);
        });
    }

    /** A text with the times of its segments and words. */
    static String alignedJson(Transcript transcript) {
        return document(json -> {
            json.writeStringField("language", languageName(transcript.language()));
            number(json, "duration", transcript.durationSeconds());
            json.writeStringField("text", transcript.text());
            json.writeArrayFieldStart("segments");
            for (Segment segment : transcript.segments()) {
                json.writeStartObject();
                json.writeNumberField("id", segment.id());
                number(json, "start", segment.startSeconds());
                number(json, "end", segment.endSeconds());
                json.writeStringField("text", segment.text());
                json.writeArrayFieldStart("words");
                for (Word word : segment.words()) {
                    scoredWord(json, word);
                }
                json.writeEndArray();
                saidBy(json, segment.saidBy());
                json.writeEndObject();
            }
            json.writeEndArray();
            warnings(json, transcript.warnings());
            usage(json, transcript);
        });
    }

    private static void scoredWord(JsonGenerator json, Word word) throws IOException {
        json.writeStartObject();
        json.writeStringField("word", CueText.strip(word.text()));
        number(json, "start", word.absent() ? Double.NaN : word.startSeconds());
        number(json, "end", word.absent() ? Double.NaN : word.endSeconds());
        number(json, "score", word.probability());
        json.writeBooleanField("absent", word.absent());
        saidBy(json, word.saidBy());
        json.writeEndObject();
    }

    private static String languageName(String code) {
        return Languages.nameOf(code).orElse(code);
    }

    private static void segments(JsonGenerator json, List<Segment> segments) throws IOException {
        json.writeArrayFieldStart("segments");
        for (Segment segment : segments) {
            segment(json, segment);
        }
        json.writeEndArray();
    }

    private static void segment(JsonGenerator json, Segment segment) throws IOException {
        json.writeStartObject();
        json.writeNumberField("id", segment.id());
        json.writeNumberField("seek", segment.seekFrames());
        number(json, "start", segment.startSeconds());
        number(json, "end", segment.endSeconds());
        json.writeStringField("text", segment.text());
        json.writeArrayFieldStart("tokens");
        for (int token : segment.tokens()) {
            json.writeNumber(token);
        }
        json.writeEndArray();
        number(json, "temperature", segment.temperature());
        number(json, "avg_logprob", segment.averageLogProbability());
        number(json, "compression_ratio", segment.compressionRatio());
        number(json, "no_speech_prob", segment.noSpeechProbability());
        if (segment.language().isPresent()) {
            json.writeStringField("language", languageName(segment.language().get()));
        }
        quality(json, Doubt.of(segment));
        if (segment.channel().isPresent()) {
            json.writeNumberField("channel", segment.channel().getAsInt());
        }
        saidBy(json, segment.saidBy());
        json.writeEndObject();
    }

    private static void quality(JsonGenerator json, List<Doubt> doubts) throws IOException {
        json.writeStringField("quality", doubts.isEmpty() ? "ok" : "doubtful");
        if (doubts.isEmpty()) {
            return;
        }
        json.writeArrayFieldStart("doubts");
        for (Doubt doubt : doubts) {
            json.writeString(doubt.wireName());
        }
        json.writeEndArray();
    }

    private static void words(JsonGenerator json, List<Segment> segments) throws IOException {
        List<Word> words =
                segments.stream().flatMap(segment -> segment.words().stream()).toList();
        if (words.isEmpty()) {
            return;
        }
        json.writeArrayFieldStart("words");
        for (Word word : words) {
            json.writeStartObject();
            json.writeStringField("word", CueText.strip(word.text()));
            number(json, "start", word.startSeconds());
            number(json, "end", word.endSeconds());
            if (word.absent()) {
                json.writeBooleanField("absent", true);
            }
            saidBy(json, word.saidBy());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void warnings(JsonGenerator json, List<Warning> warnings) throws IOException {
        if (warnings.isEmpty()) {
            return;
        }
        json.writeArrayFieldStart("warnings");
        for (Warning warning : warnings) {
            json.writeStartObject();
            json.writeStringField("code", warning.code().wireName());
            json.writeStringField("message", warning.message());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void saidBy(JsonGenerator json, Optional<SaidBy> saidBy) throws IOException {
        if (saidBy.isEmpty()) {
            return;
        }
        json.writeStringField("speaker", saidBy.get().speaker().orElse(null));
        json.writeNumberField("speaker_confidence", rounded(saidBy.get().confidence()));
        json.writeBooleanField("overlap", saidBy.get().overlap());
        json.writeArrayFieldStart("other_speakers");
        for (String other : saidBy.get().others()) {
            json.writeString(other);
        }
        json.writeEndArray();
    }

    private static void speakers(JsonGenerator json, Speakers speakers) throws IOException {
        json.writeArrayFieldStart("speakers");
        for (Speakers.Summary one : speakers.speakers()) {
            json.writeStartObject();
            json.writeStringField("speaker", one.speaker());
            json.writeNumberField("seconds", rounded(one.seconds()));
            json.writeNumberField("turns", one.turns());
            json.writeBooleanField("minor", one.minor());
            if (one.likeness().isPresent()) {
                json.writeNumberField("voice_likeness", rounded(one.likeness().getAsDouble()));
            }
            json.writeEndObject();
        }
        json.writeEndArray();
        if (speakers.shortfall().isPresent()) {
            json.writeStringField(
                    "speaker_shortfall", speakers.shortfall().get().wireName());
        }
    }

    private static double rounded(double value) {
        return Math.rint(value * 1000) / 1000;
    }

    /** OpenAI bills begun seconds and shows them whole. */
    private static void usage(JsonGenerator json, Transcript transcript) throws IOException {
        json.writeObjectFieldStart("usage");
        json.writeStringField("type", "duration");
        json.writeNumberField("seconds", (long) Math.ceil(transcript.durationSeconds()));
        json.writeEndObject();
    }

    /** JSON knows no infinity and no NaN: such a score (a log probability of nothing) is null. */
    private static void number(JsonGenerator json, String name, double value) throws IOException {
        if (Double.isFinite(value)) {
            json.writeNumberField(name, Timestamps.rounded(value));
        } else {
            json.writeNullField(name);
        }
    }

    private static String document(Body body) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            body.writeTo(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return text.toString();
    }
}
