package dev.sotto.blob.folder;

import dev.sotto.digest.Sha256;
import dev.sotto.job.RandomName;
import dev.sotto.job.port.BlobStore;
import dev.sotto.job.port.LocalFile;
import dev.sotto.job.port.StoreError;
import dev.sotto.job.port.StoreException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * Blobs as files of one private folder. What is taken must lie on the same file system: it is synced, then moved in one
 * step, then the folder is synced, so that a crash leaves the whole file here or none.
 */
public final class FolderBlobStore implements BlobStore {
    static final Pattern KEY = Pattern.compile("[a-z0-9]{26}-[0-9a-f]{64}");
    static final int BUFFER_BYTES = 1 << 16;

    private final Path folder;
    private final RandomGenerator random;

    /** It lies here anyway, so nothing is to be done when it is closed. */
    private record KeptFile(Path path) implements LocalFile {
        @Override
        public void close() {}
    }

    private FolderBlobStore(Path folder, RandomGenerator random) {
        this.folder = folder;
        this.random = random;
    }

    /**
     * Makes the folder if it is not there.
     *
     * @param random draws names; thread-safe
     */
    public static FolderBlobStore open(Path folder, RandomGenerator random) {
        try {
            Files.createDirectories(folder);
            if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
            }
        } catch (IOException e) {
            throw FolderFault.ofFile("open the folder of recordings", e);
        }
        return new FolderBlobStore(folder, random);
    }

    @Override
    public StoredBlob take(Path file) {
        try {
            String checksum;
            long bytes;
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                checksum = checksum(channel);
                bytes = channel.size();
                channel.force(true);
            }
            String key = RandomName.draw(random) + "-" + checksum;
            Files.move(file, folder.resolve(key), StandardCopyOption.ATOMIC_MOVE);
            syncFolder();
            return new StoredBlob(key, checksum, bytes);
        } catch (IOException e) {
            throw FolderFault.ofFile("keep a recording", e);
        }
    }

    private void syncFolder() throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    @Override
    public LocalFile open(String key) {
        if (!KEY.matcher(key).matches()) {
            throw new StoreException(StoreError.DAMAGED, "The job names no stored recording.");
        }
        Path file = folder.resolve(key);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            if (!key.endsWith(checksum(channel))) {
                throw new StoreException(
                        StoreError.DAMAGED, "The stored recording is not what was sent: its checksum differs.");
            }
            return new KeptFile(file);
        } catch (NoSuchFileException e) {
            throw new StoreException(StoreError.DAMAGED, "The stored recording is gone.", e);
        } catch (IOException e) {
            throw FolderFault.ofFile("read a recording", e);
        }
    }

    @Override
    public void delete(String key) {
        if (!KEY.matcher(key).matches()) {
            return;
        }
        try {
            Files.deleteIfExists(folder.resolve(key));
        } catch (IOException e) {
            throw FolderFault.ofFile("delete a recording", e);
        }
    }

    @Override
    public Set<String> keys() {
        Set<String> keys = new HashSet<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                String name = String.valueOf(file.getFileName());
                if (KEY.matcher(name).matches()) {
                    keys.add(name);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            throw FolderFault.ofFile("list the recordings", e instanceof IOException io ? io : new IOException(e));
        }
        return keys;
    }

    @Override
    public int sweep(Predicate<String> isNeeded) {
        int swept = 0;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                String name = String.valueOf(file.getFileName());
                boolean isKept = KEY.matcher(name).matches() && isNeeded.test(name);
                if (!isKept && Files.isRegularFile(file)) {
                    Files.deleteIfExists(file);
                    swept++;
                }
            }
        } catch (IOException e) {
            throw FolderFault.ofFile("sweep the recordings", e);
        }
        return swept;
    }

    private static String checksum(FileChannel channel) throws IOException {
        MessageDigest digest = Sha256.start();
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
        while (channel.read(buffer) >= 0) {
            digest.update(buffer.flip());
            buffer.clear();
        }
        return Sha256.hex(digest);
    }
}
