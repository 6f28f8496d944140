package dev.sotto.audio;

import dev.sotto.transcript.Warning;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Samples that lie in a file, read in place. Positioned reads and no memory map: the operating system caches them as well, and
 * closing takes effect at once, where a Java 17 map lasts until the garbage collector finds it and keeps a deleted file's disk
 * space until then. Not a channel either, because interrupting a reader would close it for everybody.
 */
final class SampleFile implements Waveform {
    private final RandomAccessFile file;
    private final SampleLayout layout;
    private final long sampleCount;
    private final List<Warning> warnings;
    private final byte[] block = new byte[65_536];
    private final Runnable onClose;
    private boolean isClosed;

    private SampleFile(
            RandomAccessFile file, SampleLayout layout, long sampleCount, List<Warning> warnings, Runnable onClose) {
        this.onClose = onClose;
        this.file = file;
        this.layout = layout;
        this.sampleCount = sampleCount;
        this.warnings = List.copyOf(warnings);
    }

    /**
     * Opens the samples of one channel. The name may be deleted afterwards where the system lets open files live on.
     *
     * @param sampleCount of the channel
     */
    static SampleFile open(Path path, SampleLayout layout, long sampleCount, List<Warning> warnings)
            throws IOException {
        return new SampleFile(new RandomAccessFile(path.toFile(), "r"), layout, sampleCount, warnings, () -> {});
    }

    /** As above, and holds the room on the disk until it is closed. */
    static SampleFile open(
            Path path, SampleLayout layout, long sampleCount, List<Warning> warnings, ScratchBudget.Reservation room)
            throws IOException {
        RandomAccessFile file = new RandomAccessFile(path.toFile(), "r");
        room.hold();
        return new SampleFile(file, layout, sampleCount, warnings, room::release);
    }

    @Override
    public long sampleCount() {
        return sampleCount;
    }

    @Override
    public List<Warning> warnings() {
        return warnings;
    }

    @Override
    public synchronized void read(long firstSample, float[] target, int targetOffset, int count) {
        if (isClosed) {
            throw new IllegalStateException("read from a waveform that is closed");
        }
        Arrays.fill(target, targetOffset, targetOffset + count, 0f);
        long from = Math.max(firstSample, 0);
        long to = Math.min(firstSample + count, sampleCount);
        try {
            while (from < to) {
                int length = (int) Math.min(to - from, block.length / layout.frameBytes());
                readBlock(from, length, target, targetOffset + (int) (from - firstSample));
                from += length;
            }
        } catch (IOException e) {
            throw AudioException.toolFailed("The samples of the recording could not be read from disk.", e);
        }
    }

    private void readBlock(long from, int length, float[] target, int targetOffset) throws IOException {
        file.seek(layout.offsetBytes() + from * layout.frameBytes());
        file.readFully(block, 0, length * layout.frameBytes());
        for (int i = 0; i < length; i++) {
            target[targetOffset + i] = layout.sample(block, i * layout.frameBytes()) / 32768f;
        }
    }

    @Override
    public synchronized void close() {
        if (isClosed) {
            return;
        }
        isClosed = true;
        try {
            file.close();
            onClose.run();
        } catch (IOException e) {
            throw AudioException.toolFailed("The samples of the recording could not be closed.", e);
        }
    }
}
