package dev.sotto.model.hub;

import dev.sotto.model.ModelError;
import dev.sotto.model.ModelException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Deletes an installed model: its folder is hidden in one step, so that nobody meets half of it. */
public final class ModelRemoval {
    private ModelRemoval() {}

    /**
     * Deletes the folder of a model; blocks on the disk.
     *
     * @throws ModelException {@code PULL_IN_PROGRESS} while it is being pulled, {@code FILE_UNREADABLE} if the disk refuses
     */
    public static void remove(Path folder) {
        String name = String.valueOf(folder.getFileName());
        Path lockFile = folder.resolveSibling("." + name + ".lock");
        try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            if (lock == null) {
                throw pulled(name);
            }
            Path hidden = folder.resolveSibling("." + name + ".old");
            ModelPuller.deleteTree(hidden);
            Files.move(folder, hidden, StandardCopyOption.ATOMIC_MOVE);
            ModelPuller.deleteTree(hidden);
        } catch (OverlappingFileLockException e) {
            throw pulled(name);
        } catch (IOException e) {
            throw new ModelException(
                    ModelError.FILE_UNREADABLE,
                    "%s: cannot be deleted (%s); check who owns the folder of models"
                            .formatted(name, e.getClass().getSimpleName()),
                    e);
        }
    }

    private static ModelException pulled(String name) {
        return new ModelException(
                ModelError.PULL_IN_PROGRESS, name + ": is being pulled; cancel the pull or wait for its end");
    }
}
