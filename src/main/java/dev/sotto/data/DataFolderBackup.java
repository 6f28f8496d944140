package dev.sotto.data;

import dev.sotto.config.ServerConfig;
import dev.sotto.job.port.StoreException;
import dev.sotto.store.sqlite.StoreBackup;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** What a data folder holds that could not be had again, in a folder of the same shape, which a server can be started on. */
public final class DataFolderBackup {
    private final ServerConfig.Data data;
    private final ServerConfig.Webhooks webhooks;
    private final Path target;
    private final Path part;

    private DataFolderBackup(ServerConfig.Data data, ServerConfig.Webhooks webhooks, Path target) {
        this.data = data;
        this.webhooks = webhooks;
        this.target = target;
        this.part = target.resolveSibling(target.getFileName() + ".part");
    }

    /**
     * Makes the folder: whole, checked and on disk, or not there. Blocks.
     *
     * @param target absolute; must not be there
     * @throws BackupException saying why it could not be made
     */
    public static BackupSummary make(ServerConfig config, Path target) {
        return copy(config.data(), config.webhooks(), target);
    }

    /** As {@link #make}, of any folder of that shape: a backup too. */
    static BackupSummary copy(ServerConfig.Data data, ServerConfig.Webhooks webhooks, Path target) {
        if (target.getFileName() == null || isWithinData(data, target)) {
            throw usage("%s lies in the data folder; name another place".formatted(target));
        }
        return new DataFolderBackup(data, webhooks, target).make();
    }

    /** Links are followed, those of the data folder's parts too. */
    private static boolean isWithinData(ServerConfig.Data data, Path target) {
        try {
            Path place = real(target);
            for (Path folder : List.of(data.folder(), DataFolderKeys.folder(data), DataStores.recordings(data))) {
                if (place.startsWith(real(folder))) {
                    return true;
                }
            }
            return false;
        } catch (IOException e) {
            throw cannotWrite(target, e);
        }
    }

    /** Where a path leads that may not be there yet: what is there of it, without links, and the rest. */
    private static Path real(Path path) throws IOException {
        Path there = path.toAbsolutePath();
        while (!Files.exists(there) && there.getParent() != null) {
            there = there.getParent();
        }
        return there.toRealPath()
                .resolve(there.relativize(path.toAbsolutePath()))
                .normalize();
    }

    private BackupSummary make() {
        begin();
        try {
            BackupSummary made = fill();
            for (Path folder : List.of(store(), recordings(), part)) {
                sync(folder);
            }
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
            sync(parent());
            return made;
        } catch (IOException e) {
            remove(e);
            throw cannotWrite(target, e);
        } catch (StoreException e) {
            remove(e);
            throw failed(e);
        } catch (RuntimeException e) {
            remove(e);
            throw e;
        }
    }

    private void begin() {
        if (Files.exists(target)) {
            throw usage("%s exists already; name another folder".formatted(target));
        }
        try {
            Files.createDirectories(parent());
            Files.createDirectory(part, OwnerOnly.folder(target));
        } catch (FileAlreadyExistsException e) {
            throw usage("%s exists: a backup is running, or was interrupted; delete it then".formatted(part));
        } catch (IOException e) {
            throw cannotWrite(part, e);
        }
    }

    private BackupSummary fill() throws IOException {
        Files.createDirectory(store(), OwnerOnly.folder(target));
        Files.createDirectory(recordings(), OwnerOnly.folder(target));
        StoreBackup backup = new StoreBackup(
                new StoreBackup.Place(DataFolderKeys.folder(data), DataStores.recordings(data)),
                new StoreBackup.Place(store(), recordings()));
        StoreBackup.Content content = backup.make();
        boolean hasKey = copyKey();
        if (content.hasSecrets() && !hasKey && webhooks.secretKey().isEmpty()) {
            throw new BackupException(
                    BackupException.Kind.UNUSABLE,
                    "the key that encrypts webhook secrets is neither in the data folder nor in the settings of this"
                            + " command; without it no server starts on a backup. Set SOTTO_WEBHOOKS_SECRET_KEY as for the"
                            + " server",
                    null);
        }
        return new BackupSummary(
                content.jobs(), content.waiting(), content.recordings(), content.recordingBytes(), hasKey);
    }

    private boolean copyKey() throws IOException {
        Path key = WebhookKey.file(data.folder());
        if (!Files.exists(key)) {
            return false;
        }
        Path copy = WebhookKey.file(part);
        Files.copy(key, copy, StandardCopyOption.COPY_ATTRIBUTES);
        try (FileChannel bytes = FileChannel.open(copy, StandardOpenOption.WRITE)) {
            bytes.force(true);
        }
        return true;
    }

    private Path store() {
        return DataFolderKeys.folder(new ServerConfig.Data(part));
    }

    private Path recordings() {
        return DataStores.recordings(new ServerConfig.Data(part));
    }

    private Path parent() {
        return target.resolveSibling("");
    }

    static void sync(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private void remove(Exception cause) {
        try (Stream<Path> files = Files.walk(part)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    static BackupException usage(String message) {
        return new BackupException(BackupException.Kind.PLACE_REFUSED, message, null);
    }

    static BackupException cannotWrite(Path path, IOException e) {
        return new BackupException(
                BackupException.Kind.CANNOT_WRITE,
                "%s cannot be written (%s)".formatted(path, e.getClass().getSimpleName()),
                e);
    }

    private static BackupException failed(StoreException e) {
        BackupException.Kind kind =
                switch (e.error()) {
                    case BUSY -> BackupException.Kind.BUSY;
                    case FULL, UNAVAILABLE -> BackupException.Kind.CANNOT_WRITE;
                    default -> BackupException.Kind.UNUSABLE;
                };
        return new BackupException(kind, String.valueOf(e.getMessage()), e);
    }
}
