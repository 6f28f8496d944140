package dev.sotto.testing;

import dev.sotto.transcript.SamplingOptions;
import dev.sotto.transcript.Task;
import dev.sotto.whisper.decode.DecodingOptions;
import dev.sotto.whisper.decode.DecodingSearch;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** A window of English speech to be decoded with timestamps, and nothing around it. */
public final class EnglishDecoding {
    private EnglishDecoding() {}

    public static DecodingOptions options(
            double maxInitialTimestampSeconds, double temperature, long seed, DecodingSearch search) {
        return new DecodingOptions(
                Task.TRANSCRIBE,
                "en",
                List.of(),
                List.of(),
                SamplingOptions.builder()
                        .maxInitialTimestampSeconds(OptionalDouble.of(maxInitialTimestampSeconds))
                        .build(),
                temperature,
                seed,
                search,
                OptionalInt.empty(),
                true);
    }
}
