package dev.sotto.blob.folder;

import dev.sotto.digest.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Recordings of a {@link FolderBlobStore}, copied while a server may add and delete others. Confined to one thread. */
public final class RecordingCopies {
    private final Path from;
    private final Path to;
    private final Map<String, Long> bytes = new HashMap<>(); // of each that is here, whole and on disk

    /** Both folders are there. */
    public RecordingCopies(Path from, Path to) {
        this.from = from;
        this.to = to;
    }

    /** Whether a job's input is a recording, and not what is still to be fetched. */
    public static boolean isRecording(String input) {
        return FolderBlobStore.KEY.matcher(input).matches();
    }

    public boolean has(String key) {
        return bytes.containsKey(key);
    }

    public int count() {
        return bytes.size();
    }

    public long bytes() {
        return bytes.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Does nothing for one that is here. One that is gone, or is not what was taken, is not here afterwards. */
    public void copy(String key) {
        if (has(key)) {
            return;
        }
        Path target = to.resolve(key);
        try (FileChannel source = FileChannel.open(from.resolve(key), StandardOpenOption.READ);
                FileChannel copy = FileChannel.open(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            if (key.endsWith(copy(source, copy))) {
                copy.force(true);
                bytes.put(key, copy.size());
            } else {
                Files.delete(target);
            }
        } catch (NoSuchFileException e) {
            // its job has ended meanwhile, or it is lost: the caller finds out
        } catch (IOException e) {
            throw FolderFault.ofFile("copy a recording", e);
        }
    }

    /** The checksum of what was written, which is what was read. */
    private static String copy(FileChannel source, FileChannel target) throws IOException {
        MessageDigest digest = Sha256.start();
        ByteBuffer buffer = ByteBuffer.allocate(FolderBlobStore.BUFFER_BYTES);
        while (source.read(buffer) >= 0) {
            digest.update(buffer.flip().duplicate());
            while (buffer.hasRemaining()) {
                target.write(buffer);
            }
            buffer.clear();
        }
        return Sha256.hex(digest);
    }

    public void keepOnly(Set<String> needed) {
        try {
            for (String key : Set.copyOf(bytes.keySet())) {
                if (!needed.contains(key)) {
                    Files.delete(to.resolve(key));
                    bytes.remove(key);
                }
            }
        } catch (IOException e) {
            throw FolderFault.ofFile("delete the copy of a recording", e);
        }
    }
}
