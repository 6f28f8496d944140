import com.openai.errors.NotFoundException;
import com.openai.models.audio.AudioResponseFormat;
import com.openai.models.audio.transcriptions.TranscriptionCreateParams.TimestampGranularity;
import java.time.Duration;
import java.util.List;
import org.springframework.ai.audio.transcription.AudioTranscriptionPrompt;
import org.springframework.ai.openai.OpenAiAudioTranscriptionModel;
import org.springframework.ai.openai.OpenAiAudioTranscriptionOptions;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.Resource;

/** Spring AI with its OpenAI module, unchanged but for its address (the first argument). */
final class SpringAiClient {
    private static final String TEXT = "And so, my fellow listeners, ask not.";

    private SpringAiClient() {}

    private static Resource audio() {
        return new ByteArrayResource("RIFF....WAVEfmt ".repeat(100).getBytes()) {
            @Override
            public String getFilename() {
                return "speech.wav";
            }
        };
    }

    private static OpenAiAudioTranscriptionOptions.Builder options(String address, String model) {
        return OpenAiAudioTranscriptionOptions.builder()
                .baseUrl(address)
                .apiKey("any")
                .model(model)
                .timeout(Duration.ofSeconds(30));
    }

    private static String call(OpenAiAudioTranscriptionOptions options) {
        return OpenAiAudioTranscriptionModel.builder()
                .options(options)
                .build()
                .call(new AudioTranscriptionPrompt(audio()))
                .getResult()
                .getOutput();
    }

    private static void check(boolean holds, Object seen) {
        if (!holds) {
            throw new AssertionError(seen);
        }
    }

    public static void main(String[] arguments) {
        String address = arguments[0];
        String standard = call(options(address, "whisper-1").build());
        check(standard.strip().equals(TEXT), standard);

        String text = call(options(address, "whisper-1")
                .responseFormat(AudioResponseFormat.TEXT)
                .language("en")
                .prompt("Names: Kennedy.")
                .temperature(0f)
                .build());
        check(text.strip().equals(TEXT), text);

        String verbose = call(options(address, "whisper-1")
                .responseFormat(AudioResponseFormat.VERBOSE_JSON)
                .timestampGranularities(List.of(TimestampGranularity.WORD, TimestampGranularity.SEGMENT))
                .build());
        check(verbose.contains(TEXT), verbose);

        String subtitles = call(options(address, "whisper-1")
                .responseFormat(AudioResponseFormat.SRT)
                .build());
        check(subtitles.contains("00:00:00,000 --> ") && subtitles.contains(TEXT), subtitles);

        StringBuilder streamed = new StringBuilder();
        OpenAiAudioTranscriptionModel.builder()
                .options(options(address, "whisper-1").build())
                .build()
                .stream(new AudioTranscriptionPrompt(audio()))
                .toIterable()
                .forEach(part -> streamed.append(part.getResult().getOutput()));
        check(streamed.toString().contains(TEXT), streamed);

        try {
            throw new AssertionError(call(options(address, "none").maxRetries(0).build()));
        } catch (NotFoundException e) {
            check(e.code().orElse("").equals("model_not_found"), e);
        }
        System.out.println("all checks passed");
        System.exit(0); // its client's threads would stay for a minute
    }
}
