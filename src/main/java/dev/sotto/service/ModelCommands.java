package dev.sotto.service;

import dev.sotto.transcript.Cancellation;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Models on this machine, and where more come from. */
public interface ModelCommands {
    /** In the order in which a name is looked up; broken ones too. */
    List<Installed> installed();

    /** In the order of the catalogue file. */
    List<Known> catalogue();

    /**
     * Fetches a model, or finds that it is here already; blocks until it is whole.
     *
     * @return its folder
     * @throws dev.sotto.model.ModelException if it cannot, or was cancelled
     */
    Path pull(String name, PullListener listener, Cancellation cancellation);

    /**
     * A model folder.
     *
     * @param format such as {@code safetensors}; empty for a broken one
     * @param bytes of all its files
     * @param fault why it cannot be used; empty if it can
     */
    record Installed(String name, Path folder, String format, long bytes, Optional<String> fault) {}

    /**
     * An entry of the catalogue.
     *
     * @param source repository on the hub
     * @param description one line
     */
    record Known(String name, String source, String description) {}

    /** Follows a pull. Called on the thread that runs it; must return quickly. */
    @FunctionalInterface
    interface PullListener {
        void progress(long bytesDone, long bytesTotal);
    }
}
