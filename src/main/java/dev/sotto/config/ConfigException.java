package dev.sotto.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Settings that cannot be used. Its message lists every fault, one a line. */
public final class ConfigException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> faults;

    /**
     * One setting, or what it names, cannot be used.
     *
     * @param fault one sentence, the key first
     */
    public ConfigException(String fault, @Nullable Throwable cause) {
        super(fault, cause);
        this.faults = List.of(fault);
    }

    ConfigException(List<String> faults) {
        super(
                faults.size() == 1
                        ? "1 fault in the settings: " + faults.get(0)
                        : "%d faults in the settings:%n  %s"
                                .formatted(faults.size(), String.join(System.lineSeparator() + "  ", faults)));
        this.faults = List.copyOf(faults);
    }

    /** One sentence each, the key first. */
    public List<String> faults() {
        return faults;
    }
}
