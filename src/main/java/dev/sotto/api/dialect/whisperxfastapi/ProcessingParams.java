package dev.sotto.api.dialect.whisperxfastapi;

import dev.sotto.api.dialect.fastapi.Parameters;
import dev.sotto.transcript.ChineseScript;
import dev.sotto.transcript.FallbackOptions;
import dev.sotto.transcript.InvalidOption;
import dev.sotto.transcript.Languages;
import dev.sotto.transcript.PromptOptions;
import dev.sotto.transcript.SamplingOptions;
import dev.sotto.transcript.SearchOptions;
import dev.sotto.transcript.SpeakerOptions;
import dev.sotto.transcript.SpeakerWork;
import dev.sotto.transcript.SpeechOptions;
import dev.sotto.transcript.Task;
import dev.sotto.transcript.TranscriptionOptions;
import dev.sotto.transcript.VoiceActivity;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The parameter sets of app/schemas.py: each is read, checked and kept for {@code task_params} with its default there. What says
 * how that system computes (device, threads, batches) is only checked; what was not sent leaves this server's own default.
 */
final class ProcessingParams {
    private static final List<String> DEVICES = List.of("cuda", "cpu");
    private static final List<String> COMPUTE_TYPES = List.of("float16", "float32", "int8");
    private static final List<String> TASKS = List.of("transcribe", "translate");
    private static final List<String> INTERPOLATIONS = List.of("nearest", "linear", "ignore");
    private static final String DEFAULT_LANGUAGE = "en";
    /** Where they are called otherwise than here. */
    private static final Map<String, String> SPELLED = Map.of(
            "vad_threshold", "vad_onset",
            "vad_neg_threshold", "vad_offset",
            "temperature", "temperatures");

    private final Parameters sent;
    private final JsonObject json = new JsonObject();
    private final TranscriptionOptions.Builder options = TranscriptionOptions.builder();
    private Optional<String> model = Optional.empty();
    private String language = DEFAULT_LANGUAGE;

    ProcessingParams(Parameters sent) {
        this.sent = sent;
    }

    /** As {@code metadata.task_params} shows them. */
    JsonObject json() {
        return json;
    }

    /** As it was sent, or English. */
    String language() {
        return language;
    }

    /** Empty where none was sent. */
    Optional<String> model() {
        return model;
    }

    TranscriptionOptions.Builder options() {
        return options;
    }

    /** Language, task and model. */
    ProcessingParams model(List<String> known) {
        language = sent.text("language").map(String::strip).orElse(DEFAULT_LANGUAGE);
        String task = sent.choice("task", "transcribe", TASKS);
        model = sent.text("model").map(String::strip);
        options.task(Task.named(task).orElse(Task.TRANSCRIBE));
        if (!language.equalsIgnoreCase("auto") && !language.equalsIgnoreCase("none")) {
            Languages.codeOf(language)
                    .ifPresent(code -> options.language(code).script(ChineseScript.askedBy(language)));
        }
        json.put("language", language)
                .put("task", task)
                .put("model", model.orElse(known.get(0)))
                .put("device", sent.choice("device", "cuda", DEVICES))
                .put("device_index", sent.whole("device_index", 0))
                .put("threads", sent.whole("threads", 0))
                .put("batch_size", sent.whole("batch_size", 8))
                .put("chunk_size", sent.whole("chunk_size", 20))
                .put("compute_type", sent.choice("compute_type", "float16", COMPUTE_TYPES));
        return this;
    }

    /** Whether the language is one that Whisper knows, or stands for detecting it. */
    boolean isLanguageKnown() {
        return language.equalsIgnoreCase("auto")
                || language.equalsIgnoreCase("none")
                || Languages.codeOf(language).isPresent();
    }

    ProcessingParams device() {
        json.put("device", sent.choice("device", "cuda", DEVICES));
        return this;
    }

    ProcessingParams alignment() {
        json.put("align_model", sent.text("align_model").orElse(null))
                .put("interpolate_method", sent.choice("interpolate_method", "nearest", INTERPOLATIONS))
                .put("return_char_alignments", sent.flag("return_char_alignments", false));
        return this;
    }

    ProcessingParams speakers(SpeakerWork work) {
        OptionalInt least = sent.whole("min_speakers");
        OptionalInt most = sent.whole("max_speakers");
        json.put("min_speakers", boxed(least)).put("max_speakers", boxed(most));
        try {
            options.speakers(SpeakerOptions.builder()
                    .diarize(true)
                    .work(work)
                    .min(least)
                    .max(most)
                    .build());
        } catch (InvalidOption e) {
            refused(e);
        }
        return this;
    }

    private static @Nullable Integer boxed(OptionalInt number) {
        return number.isPresent() ? Integer.valueOf(number.getAsInt()) : null;
    }

    ProcessingParams recognition() {
        OptionalInt beams = sent.whole("beam_size");
        OptionalInt best = sent.whole("best_of");
        OptionalDouble patience = sent.number("patience");
        OptionalDouble penalty = sent.number("length_penalty");
        double temperature = sent.number("temperatures", 0);
        double compression = sent.number("compression_ratio_threshold", 2.4);
        double logProbability = sent.number("log_prob_threshold", -1);
        double noSpeech = sent.number("no_speech_threshold", 0.6);
        Optional<String> prompt = sent.text("initial_prompt");
        Optional<String> hotwords = sent.text("hotwords");
        List<Integer> suppressed = sent.wholes("suppress_tokens", List.of(-1));
        json.put(
                "asr_options",
                new JsonObject()
                        .put("beam_size", beams.orElse(5))
                        .put("best_of", best.orElse(5))
                        .put("patience", patience.orElse(1))
                        .put("length_penalty", penalty.orElse(1))
                        .put("temperatures", temperature)
                        .put("compression_ratio_threshold", compression)
                        .put("log_prob_threshold", logProbability)
                        .put("no_speech_threshold", noSpeech)
                        .put("initial_prompt", prompt.orElse(null))
                        .put("suppress_tokens", new JsonArray(suppressed))
                        .put("suppress_numerals", sent.flag("suppress_numerals", false))
                        .put("hotwords", hotwords.orElse(null)));
        try {
            boolean isPatient = beams.isPresent() && patience.orElse(1) != 1;
            options.search(SearchOptions.builder()
                            .beamSize(beams)
                            .bestOf(best)
                            .patience(isPatient ? patience : OptionalDouble.empty())
                            .lengthPenalty(penalty)
                            .build())
                    .fallback(FallbackOptions.builder()
                            .temperatures(
                                    temperature == 0 ? FallbackOptions.DEFAULTS.temperatures() : List.of(temperature))
                            .compressionRatioThreshold(OptionalDouble.of(compression))
                            .logProbabilityThreshold(OptionalDouble.of(logProbability))
                            .noSpeechThreshold(OptionalDouble.of(noSpeech))
                            .build())
                    .sampling(
                            SamplingOptions.builder().suppressTokens(suppressed).build());
            PromptOptions.Builder prompts = PromptOptions.builder();
            prompt.ifPresent(prompts::initialPrompt);
            hotwords.ifPresent(prompts::hotwords);
            options.prompt(prompts.build());
        } catch (InvalidOption e) {
            refused(e);
        }
        return this;
    }

    ProcessingParams voiceActivity() {
        OptionalDouble onset = sent.number("vad_onset");
        OptionalDouble offset = sent.number("vad_offset");
        json.put(
                "vad_options",
                new JsonObject().put("vad_onset", onset.orElse(0.5)).put("vad_offset", offset.orElse(0.363)));
        try {
            VoiceActivity.Builder activity = VoiceActivity.builder();
            onset.ifPresent(activity::threshold);
            activity.negativeThreshold(offset);
            options.speech(SpeechOptions.builder().activity(activity.build()).build());
        } catch (InvalidOption e) {
            refused(e);
        }
        return this;
    }

    private void refused(InvalidOption fault) {
        sent.refused(fault, SPELLED.getOrDefault(fault.name(), fault.name()));
    }
}
