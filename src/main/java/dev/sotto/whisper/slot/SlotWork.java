package dev.sotto.whisper.slot;

import dev.sotto.transcript.Cancellation;
import dev.sotto.whisper.LanguageDetection;
import dev.sotto.whisper.decode.DecodingResult;
import dev.sotto.whisper.decode.DecodingTask;
import java.util.concurrent.CompletableFuture;

/** What waits for a slot. */
sealed interface SlotWork {
    HeldWindow window();

    CompletableFuture<?> answer();

    /** Needs a slot for one step only. */
    record Detect(HeldWindow window, CompletableFuture<LanguageDetection> answer) implements SlotWork {}

    /** Keeps its slot until the window is decoded. */
    record Decode(
            HeldWindow window, DecodingTask task, Cancellation cancellation, CompletableFuture<DecodingResult> answer)
            implements SlotWork {}
}
