package dev.sotto.data;

import dev.sotto.config.ServerConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * Makes a data folder what a backup holds. The backup is copied and checked exactly as a data folder is when a backup is made of
 * it, beside its place; then its parts are moved there, the store last, so that a server that starts in between finds none.
 */
public final class DataFolderRestore {
    private static final String PART = "restored";

    private DataFolderRestore() {}

    /**
     * Restores; the backup stays as it is. Blocks.
     *
     * @param config names the data folder, which may hold models and settings, but no store
     * @throws BackupException saying why it could not; then the data folder is as before
     */
    public static BackupSummary make(ServerConfig config, Path backup) {
        ServerConfig.Data source = new ServerConfig.Data(backup);
        Path store = DataFolderKeys.folder(source);
        if (!Files.isRegularFile(store.resolve("sotto.db"))) {
            throw new BackupException(
                    BackupException.Kind.UNUSABLE,
                    "%s is no backup: there is no %s in it"
                            .formatted(backup, backup.relativize(store.resolve("sotto.db"))),
                    null);
        }
        Path folder = config.data().folder();
        List<Path> parts = List.of(
                WebhookKey.file(folder), DataStores.recordings(config.data()), DataFolderKeys.folder(config.data()));
        for (Path part : parts) {
            if (Files.exists(part)) {
                throw DataFolderBackup.usage(
                        "%s is there already; stop the server, and move store, blobs and webhook.key out of %s first"
                                .formatted(part, folder));
            }
        }
        Path copy = folder.resolve(PART);
        BackupSummary made = DataFolderBackup.copy(source, config.webhooks(), copy);
        try {
            for (Path part : parts) {
                Path from = copy.resolve(part.getFileName());
                if (Files.exists(from)) {
                    Files.move(from, part, StandardCopyOption.ATOMIC_MOVE);
                }
            }
            Files.delete(copy);
            DataFolderBackup.sync(folder);
            return made;
        } catch (IOException e) {
            throw DataFolderBackup.cannotWrite(folder, e);
        }
    }
}
