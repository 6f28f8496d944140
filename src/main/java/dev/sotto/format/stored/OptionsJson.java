package dev.sotto.format.stored;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sotto.transcript.MediaOptions;
import dev.sotto.transcript.Mode;
import dev.sotto.transcript.SearchOptions;
import dev.sotto.transcript.SpeechOptions;
import dev.sotto.transcript.Task;
import dev.sotto.transcript.TimeSpan;
import dev.sotto.transcript.TranscriptionOptions;
import dev.sotto.transcript.VoiceActivity;
import dev.sotto.transcript.WordOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** All options of a transcription. A test fails when one is added there and not here. */
final class OptionsJson {
    private OptionsJson() {}

    static ObjectNode write(TranscriptionOptions options) {
        ObjectNode json = Json.object();
        json.put("task", options.task().wireName());
        Json.put(json, "language", options.language());
        Json.put(json, "initial_prompt", options.initialPrompt());
        json.put("carry_initial_prompt", options.carryInitialPrompt());
        json.put("condition_on_previous_text", options.conditionOnPreviousText());
        ArrayNode temperatures = json.putArray("temperatures");
        options.temperatures().forEach(temperatures::add);
        Json.put(json, "compression_ratio_threshold", options.compressionRatioThreshold());
        Json.put(json, "log_probability_threshold", options.logProbabilityThreshold());
        Json.put(json, "no_speech_threshold", options.noSpeechThreshold());
        ArrayNode clips = json.putArray("clips");
        for (TimeSpan clip : options.clips()) {
            ObjectNode span = clips.addObject();
            Json.put(span, "start", clip.startSeconds());
            Json.put(span, "end", clip.endSeconds());
        }
        json.put("without_timestamps", options.withoutTimestamps());
        Json.put(json, "max_initial_timestamp", options.maxInitialTimestampSeconds());
        Json.putInts(json, "suppress_tokens", options.suppressTokens());
        json.put("seed", options.seed());
        json.set("words", write(options.words()));
        json.set("search", write(options.search()));
        Json.put(json, "prefix", options.prefix());
        Json.put(json, "hotwords", options.hotwords());
        Json.put(json, "prompt_reset_on_temperature", options.promptResetOnTemperature());
        json.set("speech", write(options.speech()));
        json.set("media", write(options.media()));
        return json;
    }

    private static ObjectNode write(WordOptions words) {
        ObjectNode json = Json.object();
        json.put("timestamps", words.timestamps());
        json.put("prepend", words.prependPunctuations());
        json.put("append", words.appendPunctuations());
        Json.put(json, "hallucination_silence_threshold", words.hallucinationSilenceThreshold());
        return json;
    }

    private static ObjectNode write(SearchOptions search) {
        ObjectNode json = Json.object();
        Json.put(json, "beam_size", search.beamSize());
        Json.put(json, "best_of", search.bestOf());
        Json.put(json, "patience", search.patience());
        Json.put(json, "length_penalty", search.lengthPenalty());
        return json;
    }

    private static ObjectNode write(SpeechOptions speech) {
        ObjectNode json = Json.object();
        Json.put(json, "mode", speech.mode().map(Mode::wireName));
        speech.vadFilter().ifPresent(filter -> json.put("vad_filter", filter));
        VoiceActivity activity = speech.activity();
        Json.put(json, "threshold", activity.threshold());
        Json.put(json, "neg_threshold", activity.negativeThreshold());
        json.put("min_speech_ms", activity.minSpeechMillis());
        Json.put(json, "max_speech_s", activity.maxSpeechSeconds());
        json.put("min_silence_ms", activity.minSilenceMillis());
        json.put("pad_ms", activity.padMillis());
        return json;
    }

    private static ObjectNode write(MediaOptions media) {
        ObjectNode json = Json.object();
        Json.put(json, "track", media.track());
        Json.put(json, "track_language", media.trackLanguage());
        json.put("splits_channels", media.splitsChannels());
        Json.put(json, "start", media.span().startSeconds());
        Json.put(json, "end", media.span().endSeconds());
        return json;
    }

    static TranscriptionOptions read(JsonNode json) {
        TranscriptionOptions defaults = TranscriptionOptions.defaults();
        TranscriptionOptions.Builder options = TranscriptionOptions.builder();
        options.task(json.path("task").asText().equals(Task.TRANSLATE.wireName()) ? Task.TRANSLATE : Task.TRANSCRIBE);
        Json.optionalText(json, "language").ifPresent(options::language);
        Json.optionalText(json, "initial_prompt").ifPresent(options::initialPrompt);
        Json.optionalText(json, "prefix").ifPresent(options::prefix);
        Json.optionalText(json, "hotwords").ifPresent(options::hotwords);
        return options.carryInitialPrompt(json.path("carry_initial_prompt").asBoolean())
                .conditionOnPreviousText(json.path("condition_on_previous_text").asBoolean(true))
                .temperatures(temperatures(json, defaults))
                .compressionRatioThreshold(Json.optionalDouble(json, "compression_ratio_threshold"))
                .logProbabilityThreshold(Json.optionalDouble(json, "log_probability_threshold"))
                .noSpeechThreshold(Json.optionalDouble(json, "no_speech_threshold"))
                .clips(clips(json))
                .withoutTimestamps(json.path("without_timestamps").asBoolean())
                .maxInitialTimestampSeconds(Json.optionalDouble(json, "max_initial_timestamp"))
                .suppressTokens(Json.ints(json, "suppress_tokens"))
                .seed(json.path("seed").asLong())
                .words(words(json.path("words")))
                .search(search(json.path("search")))
                .promptResetOnTemperature(
                        Json.number(json, "prompt_reset_on_temperature", defaults.promptResetOnTemperature()))
                .speech(speech(json.path("speech")))
                .media(media(json.path("media")))
                .build();
    }

    private static List<Double> temperatures(JsonNode json, TranscriptionOptions defaults) {
        List<Double> temperatures = new ArrayList<>();
        json.path("temperatures").forEach(value -> temperatures.add(value.asDouble()));
        return temperatures.isEmpty() ? defaults.temperatures() : temperatures;
    }

    private static List<TimeSpan> clips(JsonNode json) {
        List<TimeSpan> clips = new ArrayList<>();
        json.path("clips")
                .forEach(span -> clips.add(new TimeSpan(Json.number(span, "start"), Json.number(span, "end"))));
        return clips;
    }

    private static WordOptions words(JsonNode json) {
        return new WordOptions(
                json.path("timestamps").asBoolean(),
                json.path("prepend").asText(WordOptions.DEFAULT_PREPENDED),
                json.path("append").asText(WordOptions.DEFAULT_APPENDED),
                Json.optionalDouble(json, "hallucination_silence_threshold"));
    }

    private static SearchOptions search(JsonNode json) {
        return new SearchOptions(
                Json.optionalInt(json, "beam_size"),
                Json.optionalInt(json, "best_of"),
                Json.optionalDouble(json, "patience"),
                Json.optionalDouble(json, "length_penalty"));
    }

    private static MediaOptions media(JsonNode json) {
        TimeSpan whole = TimeSpan.WHOLE;
        return new MediaOptions(
                Json.optionalInt(json, "track"),
                Json.optionalText(json, "track_language"),
                json.path("splits_channels").asBoolean(),
                new TimeSpan(
                        Json.number(json, "start", whole.startSeconds()),
                        Json.number(json, "end", whole.endSeconds())));
    }

    private static SpeechOptions speech(JsonNode json) {
        VoiceActivity defaults = VoiceActivity.DEFAULTS;
        VoiceActivity activity = new VoiceActivity(
                Json.number(json, "threshold", defaults.threshold()),
                Json.optionalDouble(json, "neg_threshold"),
                json.path("min_speech_ms").asInt(defaults.minSpeechMillis()),
                Json.number(json, "max_speech_s", defaults.maxSpeechSeconds()),
                json.path("min_silence_ms").asInt(defaults.minSilenceMillis()),
                json.path("pad_ms").asInt(defaults.padMillis()));
        return new SpeechOptions(
                Json.optionalText(json, "mode").flatMap(Mode::named),
                json.hasNonNull("vad_filter")
                        ? Optional.of(json.path("vad_filter").asBoolean())
                        : Optional.empty(),
                activity);
    }
}
