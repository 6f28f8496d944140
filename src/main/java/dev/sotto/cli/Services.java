package dev.sotto.cli;

import dev.sotto.data.BackupSummary;
import dev.sotto.key.OpenedKeys;
import dev.sotto.service.ModelCommands;
import dev.sotto.service.TranscriptionRunner;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What commands reach for outside this package. {@code Main} implements it; nothing is opened before it is asked for. */
public interface Services {
    /** From here on the log holds warnings and errors only, unless the environment sets a level. */
    void quietLog();

    /**
     * Loads a model.
     *
     * @throws dev.sotto.transcript.TranscriptionException if there is no such model or it cannot be used
     */
    TranscriptionRunner openRunner(EngineRequest request);

    ModelCommands models();

    /**
     * Writes the default model into the settings file, for the next start of a server.
     *
     * @param config settings file; empty means the usual place
     * @throws CommandException if the file cannot be written; it says what to write
     * @throws dev.sotto.transcript.TranscriptionException if there is no such model here
     * @throws dev.sotto.model.ModelException if it cannot be used
     */
    DefaultModel useModel(String name, Optional<Path> config);

    SystemInfo surroundings();

    /**
     * Every setting that a server started now takes, in the order of the shipped file.
     *
     * @param config settings file; empty means the usual place
     * @throws CommandException if the settings cannot be used
     */
    List<SettingLine> settings(Optional<Path> config);

    /**
     * Settings as YAML that do what the environment of another server did, with what cannot be carried over in comments.
     *
     * @param file its name, for the comments
     * @param content {@code NAME=VALUE} lines
     * @throws CommandException if it is not in UTF-8
     */
    String importedSettings(String file, byte[] content);

    /**
     * Opens the data folder's keys.
     *
     * @param config settings file that names the folder; empty means the usual place
     * @throws CommandException if the store cannot be used
     */
    OpenedKeys openKeys(Optional<Path> config);

    /**
     * Copies the data folder, also while a server has it.
     *
     * @throws CommandException if there is nothing whole to copy, or the copy cannot be made; then nothing is left of it
     */
    BackupSummary backUp(BackupRequest request);

    /**
     * Where a server with these settings is reached from this machine, whether it runs or not.
     *
     * @param config settings file; empty means the usual place
     * @throws CommandException if the settings cannot be used
     */
    ServerAddresses serverAddresses(Optional<Path> config);

    /**
     * Makes the data folder what a backup holds.
     *
     * @param request its folder is the backup
     * @throws CommandException if the backup is not whole, or the data folder holds a store already; then nothing is changed
     */
    BackupSummary restore(BackupRequest request);

    /**
     * Serves until interrupted.
     *
     * @throws CommandException if the settings cannot be used
     * @return exit code
     */
    int serve(ServeRequest request);
}
