package dev.sotto.api.dialect.insanelyfast;

import dev.sotto.api.dialect.fastapi.Parameters;
import dev.sotto.transcript.ChineseScript;
import dev.sotto.transcript.InvalidOption;
import dev.sotto.transcript.Languages;
import dev.sotto.transcript.SpeakerOptions;
import dev.sotto.transcript.Task;
import dev.sotto.transcript.TranscriptionOptions;
import dev.sotto.transcript.WordOptions;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The body of {@code POST /}, as {@code root} in app/app.py reads it.
 *
 * @param task transcribe or translate; another text is the former, as there
 * @param language the text None, like nothing, means: detect it
 * @param isByWord whether each word is a chunk of its own
 * @param managedTaskId by which the caller wants to call the task
 */
record TranscribeBody(
        String url,
        Task task,
        Optional<String> language,
        boolean isByWord,
        boolean isDiarized,
        Optional<Hook> webhook,
        boolean isAsync,
        Optional<String> managedTaskId) {
    private static final String NONE = "none";

    /** A webhook as it was asked for, not checked. */
    record Hook(String url, Map<String, String> headers) {}

    /** @throws dev.sotto.api.dialect.fastapi.InvalidParameters with all that is wrong */
    static TranscribeBody of(JsonObject body) {
        Parameters parameters = Parameters.of(body);
        String url = parameters.needed("url");
        String task = parameters.text("task").orElse("transcribe");
        Optional<String> language = parameters.text("language").map(String::strip);
        parameters.whole("batch_size"); // only checked: this server batches by itself
        String timestamp = parameters.text("timestamp").orElse("chunk");
        boolean isDiarized = parameters.flag("diarise_audio", false);
        boolean isAsync = parameters.flag("is_async", false);
        Optional<String> managedId = parameters.text("managed_task_id");
        Optional<Hook> webhook = webhook(parameters, body);
        parameters.check();
        return new TranscribeBody(
                url.strip(),
                Task.named(task.toLowerCase(Locale.ROOT)).orElse(Task.TRANSCRIBE),
                language.filter(text -> !text.equalsIgnoreCase(NONE)),
                timestamp.equals("word"),
                isDiarized,
                webhook,
                isAsync,
                managedId);
    }

    private static Optional<Hook> webhook(Parameters parameters, JsonObject body) {
        Object sent = body.getValue("webhook");
        if (sent == null || sent.equals("") || sent.toString().equalsIgnoreCase(NONE)) {
            return Optional.empty();
        }
        if (!(sent instanceof JsonObject webhook)) {
            parameters.notAnObject("webhook");
            return Optional.empty();
        }
        Parameters inner = parameters.within("webhook", webhook);
        String url = inner.needed("url");
        Map<String, String> headers = new LinkedHashMap<>();
        Object header = webhook.getValue("header");
        if (header instanceof JsonObject named) {
            Parameters values = inner.within("header", named);
            named.fieldNames().forEach(name -> values.text(name).ifPresent(value -> headers.put(name, value)));
        } else if (header != null) {
            inner.notAnObject("header");
        }
        return Optional.of(new Hook(url, headers));
    }

    /** @throws InvalidOption for a language that Whisper does not know */
    TranscriptionOptions options() {
        TranscriptionOptions.Builder options = TranscriptionOptions.builder()
                .task(task)
                .words(WordOptions.builder().timestamps(isByWord).build())
                .speakers(SpeakerOptions.builder().diarize(isDiarized).build());
        language.filter(text -> !text.equalsIgnoreCase("auto"))
                .ifPresent(text -> options.language(Languages.codeOf(text)
                                .orElseThrow(() -> new InvalidOption("language", text, Languages.expected())))
                        .script(ChineseScript.askedBy(text)));
        return options.build();
    }
}
