import dev.langchain4j.data.audio.Audio;
import dev.langchain4j.exception.ModelNotFoundException;
import dev.langchain4j.model.audio.AudioTranscriptionRequest;
import dev.langchain4j.model.openai.OpenAiAudioTranscriptionModel;
import java.time.Duration;

/** LangChain4j with its OpenAI module, unchanged but for its address (the first argument). */
final class LangChain4jClient {
    private static final String TEXT = "And so, my fellow listeners, ask not.";

    private LangChain4jClient() {}

    private static OpenAiAudioTranscriptionModel.Builder model(String address, String name) {
        return OpenAiAudioTranscriptionModel.builder()
                .baseUrl(address)
                .apiKey("any")
                .modelName(name);
    }

    private static Audio audio(String start) {
        return Audio.builder()
                .binaryData((start + "RIFF....WAVEfmt ".repeat(100)).getBytes())
                .mimeType("audio/wav")
                .build();
    }

    private static void check(boolean holds, Object seen) {
        if (!holds) {
            throw new AssertionError(seen);
        }
    }

    public static void main(String[] arguments) {
        String address = arguments[0];
        String plain = model(address, "whisper-1").build().transcribeToText(audio(""));
        check(plain.equals(TEXT), plain);

        AudioTranscriptionRequest asked = AudioTranscriptionRequest.builder()
                .audio(audio(""))
                .language("en")
                .prompt("Names: Kennedy.")
                .temperature(0.2)
                .build();
        String full = model(address, "whisper-1").build().transcribe(asked).text();
        check(full.equals(TEXT), full);

        // It waits a second, leaves, and sends the same recording again: the work that runs is joined.
        String patient = model(address, "whisper-1")
                .timeout(Duration.ofSeconds(2))
                .maxRetries(3)
                .build()
                .transcribeToText(audio("slow"));
        check(patient.equals(TEXT), patient);

        try {
            throw new AssertionError(
                    model(address, "none").maxRetries(0).build().transcribeToText(audio("")));
        } catch (ModelNotFoundException e) {
            check(String.valueOf(e.getMessage()).contains("model_not_found"), e.getMessage());
        }
        System.out.println("all checks passed");
    }
}
