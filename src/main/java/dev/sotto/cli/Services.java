package dev.sotto.cli;

/** What commands reach for outside this package. {@code Main} implements it; nothing is opened before it is asked for. */
public interface Services {
    /**
     * Loads a model.
     *
     * @throws dev.sotto.transcript.TranscriptionException if there is no such model or it cannot be used
     */
    TranscriptionRunner openRunner(EngineRequest request);

    ModelStore models();

    Surroundings surroundings();

    /**
     * Opens the data folder's keys.
     *
     * @throws CommandException if the store cannot be used
     */
    OpenedKeys openKeys();

    /**
     * Serves until interrupted.
     *
     * @throws CommandException if the settings cannot be used
     * @return exit code
     */
    int serve(ServeRequest request);
}
