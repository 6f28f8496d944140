package dev.sotto.model.file;

import dev.sotto.model.ModelError;
import dev.sotto.model.ModelException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * An open file of weights. It stays open until closed, so that header and data come from the same file even if another
 * one takes its name meanwhile. Regions are mapped one by one: no limit on the file's size, 2 GiB per region.
 */
public final class WeightFile implements AutoCloseable {
    private final Path path;
    private final FileChannel channel;
    private final long size;

    private WeightFile(Path path, FileChannel channel, long size) {
        this.path = path;
        this.channel = channel;
        this.size = size;
    }

    /**
     * Opens a file to be read at any place.
     *
     * @throws ModelException if it cannot be read, or is known to be no weights at all
     */
    public static WeightFile open(Path path) {
        WeightFile file = opened(path);
        try {
            int length = (int) Math.min(file.size, ForeignFile.HEAD_BYTES);
            ForeignFile.refuse(file.place(), file.read(0, length).array());
            return file;
        } catch (ModelException e) {
            file.close();
            throw e;
        }
    }

    private static WeightFile opened(Path path) {
        FileChannel channel = null;
        try {
            channel = FileChannel.open(path, StandardOpenOption.READ);
            return new WeightFile(path, channel, channel.size());
        } catch (IOException e) {
            closeQuietly(channel, e);
            throw ModelException.unreadable(path, e);
        }
    }

    public Path path() {
        return path;
    }

    /** As messages name it. */
    public String place() {
        return ModelException.place(path);
    }

    public long size() {
        return size;
    }

    /** Reads {@code length} bytes, which the caller knows to lie within the file, into a little-endian buffer. */
    public ByteBuffer read(long offset, int length) {
        ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        try {
            while (buffer.hasRemaining()) {
                int n = channel.read(buffer, offset + buffer.position());
                if (n < 0) {
                    throw truncatedSince(offset + length);
                }
            }
        } catch (IOException e) {
            throw ModelException.unreadable(path, e);
        }
        return buffer.flip();
    }

    /** Maps a region that lies within the file. */
    MappedRegion map(long offset, long length) {
        try {
            if (channel.size() < offset + length) {
                throw truncatedSince(offset + length);
            }
            return new MappedRegion(channel.map(FileChannel.MapMode.READ_ONLY, offset, length));
        } catch (IOException e) {
            throw ModelException.unreadable(path, e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw ModelException.unreadable(path, e);
        }
    }

    private ModelException truncatedSince(long expected) {
        return new ModelException(
                ModelError.FILE_TRUNCATED,
                "%s: became shorter than %d bytes while it was read; do not change the files of a model in use"
                        .formatted(place(), expected));
    }

    private static void closeQuietly(@Nullable FileChannel channel, IOException cause) {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                cause.addSuppressed(e);
            }
        }
    }
}
