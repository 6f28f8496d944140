package dev.sotto.service;

import dev.sotto.transcript.Cancellation;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Models on this machine, and where more come from. */
public interface ModelCommands {
    /** The name of the model that is used where none is named. */
    String defaultModel();

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
     * Compares the files of an installed model with what they were when it was installed; blocks on the disk.
     *
     * @return a sentence for each file that is not what it was; empty if the folder does not say what they were
     */
    Optional<List<String>> changes(Installed model);

    /**
     * A model folder.
     *
     * @param format such as {@code safetensors}; empty for a broken one
     * @param bytes of all its files
     * @param licence of the weights, where it is stated
     * @param facts empty for a broken one
     * @param fault why it cannot be used; empty if it can
     */
    record Installed(
            String name,
            Path folder,
            String format,
            long bytes,
            Optional<String> licence,
            Optional<Facts> facts,
            Optional<String> fault) {}

    /**
     * An entry of the catalogue.
     *
     * @param source repository on the hub
     */
    record Known(String name, String source, String licence, Facts facts) {}

    /**
     * What a model needs and knows.
     *
     * @param memoryBytes of a server that has loaded it alone, about, in float32
     * @param languages how many it writes; 1 stands for English
     */
    record Facts(long memoryBytes, int languages) {}

    /** Follows a pull. Called on the thread that runs it; must return quickly. */
    @FunctionalInterface
    interface PullListener {
        void progress(long bytesDone, long bytesTotal);
    }
}
