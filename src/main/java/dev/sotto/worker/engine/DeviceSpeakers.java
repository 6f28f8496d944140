package dev.sotto.worker.engine;

import dev.sotto.diarize.SpeakerDevice;
import dev.sotto.diarize.SpeakerNetworks;
import dev.sotto.whisper.slot.DeviceTurns;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The speaker networks of one device, shared by all its models; loaded when first somebody uses them. Engine's thread. */
final class DeviceSpeakers {
    private final Supplier<? extends SpeakerNetworks> loader;
    private @Nullable SpeakerNetworks networks;

    /** @param loader called once, unless it throws */
    DeviceSpeakers(Supplier<? extends SpeakerNetworks> loader) {
        this.loader = loader;
    }

    /** As one lease sees them. */
    SpeakerDevice inTurnsOf(DeviceTurns turns) {
        return new SpeakerDevice() {
            @Override
            public <T> CompletableFuture<T> ask(Function<SpeakerNetworks, T> work) {
                return turns.ask(() -> work.apply(loaded()));
            }
        };
    }

    private SpeakerNetworks loaded() {
        SpeakerNetworks open = networks;
        if (open == null) {
            open = loader.get();
            networks = open;
        }
        return open;
    }

    void close() {
        SpeakerNetworks open = networks;
        networks = null;
        if (open != null) {
            open.close();
        }
    }
}
