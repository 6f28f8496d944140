package dev.sotto.api.upload;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.AsyncFile;
import io.vertx.core.file.OpenOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The private folder where uploads lie while they are worked on. One process owns it, by a lock, so that what lies there at
 * its start is left over from a process that died and can be deleted.
 */
public final class UploadFolder implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(UploadFolder.class);
    private static final String SUFFIX = ".upload";

    private final Path folder;
    private static final int HEAD_BYTES = 16;

    private final FileChannel lockFile;
    private final Supplier<String> names;

    private UploadFolder(Path folder, FileChannel lockFile, Supplier<String> names) {
        this.folder = folder;
        this.lockFile = lockFile;
        this.names = names;
    }

    /**
     * Makes, locks and empties the folder. Blocks.
     *
     * @param names unguessable, never the same twice
     * @throws IOException if it cannot be written, or another process owns it
     */
    public static UploadFolder open(Path folder, Supplier<String> names) throws IOException {
        Files.createDirectories(folder);
        boolean isPosix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
        if (isPosix) {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        }
        FileChannel lockFile =
                FileChannel.open(folder.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (!isLocked(lockFile)) {
            lockFile.close();
            throw new IOException(
                    "%s belongs to another server that runs; give this one another data folder".formatted(folder));
        }
        UploadFolder opened = new UploadFolder(folder, lockFile, names);
        opened.sweep();
        return opened;
    }

    private static boolean isLocked(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    private void sweep() throws IOException {
        int swept = 0;
        try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
            for (Path leftover : leftovers) {
                Files.deleteIfExists(leftover);
                swept++;
            }
        }
        if (swept > 0) {
            LOG.info("deleted {} uploads that an earlier process left behind", swept);
        }
    }

    /** A path that nothing lies at yet. */
    Path newPath() {
        return folder.resolve(names.get() + SUFFIX);
    }

    /** Puts a text where an upload would lie; whoever asked takes the file over. */
    public Future<Path> write(Vertx vertx, String text) {
        Path path = newPath();
        return vertx.executeBlocking(() -> Files.writeString(path, text, StandardOpenOption.CREATE_NEW), false);
    }

    static Future<AsyncFile> create(Vertx vertx, Path path) {
        OpenOptions options = new OpenOptions()
                .setRead(false)
                .setWrite(true)
                .setCreateNew(true)
                .setPerms("rw-------");
        return vertx.fileSystem().open(path.toString(), options);
    }

    /**
     * The bytes that are missing before an upload, and how many of its own stand behind them in a copy.
     *
     * @param copied bytes from its beginning
     */
    record Head(Buffer bytes, long copied) {}

    /**
     * Looks at the beginning of an upload.
     *
     * @param head of the upload's first bytes, at most 16 of them, and of how many are copied; empty for none
     * @param bytesMax of the upload that are copied
     */
    static Future<Optional<Head>> head(
            Vertx vertx, Path upload, BiFunction<byte[], Long, Optional<byte[]>> head, long bytesMax) {
        return vertx.executeBlocking(
                () -> {
                    try (FileChannel from = FileChannel.open(upload, StandardOpenOption.READ)) {
                        long bytes = Math.min(from.size(), bytesMax);
                        ByteBuffer first = ByteBuffer.allocate(HEAD_BYTES);
                        from.read(first, 0);
                        return head.apply(Arrays.copyOf(first.array(), first.position()), bytes)
                                .map(wanted -> new Head(Buffer.buffer(wanted), bytes));
                    }
                },
                false);
    }

    /** Writes a head, and the bytes of an upload behind it, where another upload would lie. */
    Future<Path> copy(Vertx vertx, Path upload, Head head) {
        Path path = newPath();
        return vertx.executeBlocking(() -> copied(upload, path, head), false);
    }

    private static Path copied(Path upload, Path path, Head head) throws IOException {
        try (FileChannel from = FileChannel.open(upload, StandardOpenOption.READ);
                FileChannel to = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            to.write(ByteBuffer.wrap(head.bytes().getBytes()));
            long copied = 0;
            while (copied < head.copied()) {
                copied += from.transferTo(copied, head.copied() - copied, to);
            }
            return path;
        } catch (IOException e) {
            Files.deleteIfExists(path);
            throw e;
        }
    }

    /** What this process may still write to the folder's disk. */
    Future<Long> freeBytes(Vertx vertx) {
        return vertx.executeBlocking(() -> Files.getFileStore(folder).getUsableSpace(), false);
    }

    /** Deletes an upload; a file that is gone already is fine. */
    public Future<Void> delete(Vertx vertx, Path upload) {
        return vertx.executeBlocking(
                        () -> {
                            Files.deleteIfExists(upload);
                            return (Void) null;
                        },
                        false)
                .onFailure(e -> LOG.warn("could not delete the upload {}: {}", upload.getFileName(), e.toString()));
    }

    /** Deletes the file of a form that nobody needs any more; never fails. */
    public Future<Void> discard(Vertx vertx, UploadedForm form) {
        form.room().close();
        return form.file()
                .map(file -> delete(vertx, file.path()))
                .orElseGet(Future::succeededFuture)
                .otherwiseEmpty();
    }

    @Override
    public void close() throws IOException {
        lockFile.close();
    }
}
