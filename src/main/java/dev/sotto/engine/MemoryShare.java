package dev.sotto.engine;

import com.sun.management.OperatingSystemMXBean;
import dev.sotto.whisper.slot.SlotBudget;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.Optional;

/**
 * How much of the memory that this process may use a model and its slots may take. Java knows the limit of a container; without
 * one it is the machine's memory. Only for models on the processor: a device has memory of its own.
 *
 * @param totalBytes of the machine, or the limit of its container
 * @param modelsMax loaded at once
 */
record MemoryShare(long totalBytes, int modelsMax) {
    /** One for windows of one hypothesis, one for windows of several. */
    private static final int LANES = 2;

    static MemoryShare ofProcess(int modelsMax) {
        return new MemoryShare(totalBytesOfProcess(), modelsMax);
    }

    /** The limit of the container, or the memory of the machine. */
    static long totalBytesOfProcess() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
    }

    /** For people: what may be used, by what, and by how many processors. */
    static String summary() {
        return String.format(
                Locale.ROOT,
                "%d MiB may be used, of which by Java's heap %d MiB; %d processors",
                totalBytesOfProcess() >> 20,
                Runtime.getRuntime().maxMemory() >> 20,
                Runtime.getRuntime().availableProcessors());
    }

    /**
     * Memory of one lane of slots: what is left beside the program and the weights, up to the usual measure. A lane has at
     * least one slot, however small this is.
     *
     * @param weightBytes of one model as it is loaded
     */
    long laneBytes(long weightBytes) {
        long left = totalBytes - ModelMemory.BASE_BYTES - modelsMax * weightBytes;
        return Math.max(0, Math.min(SlotBudget.DEFAULT_LANE_BYTES, left / ((long) LANES * modelsMax)));
    }

    /** Why a model cannot be loaded here: its weights alone are more than all there is. The system would end the process. */
    Optional<String> refusal(String model, long weightBytes) {
        return weightBytes < totalBytes
                ? Optional.empty()
                : Optional.of(String.format(
                        Locale.ROOT,
                        "the weights of %s take %d MiB, and this machine or container has %d MiB; use a smaller model,"
                                + " or give it more memory",
                        model,
                        weightBytes >> 20,
                        totalBytes >> 20));
    }

    /** Whether the model is likely to need more than there is once it works. */
    boolean isTight(long weightBytes) {
        return totalBytes < ModelMemory.BASE_BYTES + modelsMax * weightBytes;
    }
}
