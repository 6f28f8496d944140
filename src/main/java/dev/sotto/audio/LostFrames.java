package dev.sotto.audio;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Finds where frames of a damaged MP3 or ADTS file are missing. Such files have no clock: a decoder passes over bytes that are no
 * frame, and all that follows comes too early. Those bytes are counted as long as the good
 * ones last, or together as long as what the file's own table says is missing.
 */
final class LostFrames {
    /** So many bytes are searched for the next frame, in all. */
    private static final long SEARCHED_BYTES_MAX = 64L << 20;

    private static final int LOSSES_MAX = 20_000;
    private static final int ID3_BYTES = 10;
    private static final int ID3_FOOTER = 0x10;

    private final FrameReader reader;
    private final List<Long> lengths = new ArrayList<>();
    private final List<Double> seconds = new ArrayList<>();
    private long goodBytes;
    private long lostBytes;
    private double goodSeconds;

    /**
     * Missing sound.
     *
     * @param afterSeconds of good frames
     * @param seconds how long it lasted
     */
    record Loss(double afterSeconds, double seconds) {}

    /**
     * All of a file.
     *
     * @param goodSeconds of frames that are there
     */
    record Found(List<Loss> losses, double goodSeconds) {}

    private LostFrames(FrameReader reader) {
        this.reader = reader;
    }

    /** Nothing where the file is of another kind. Reads it once, from beginning to end. */
    static Found in(Path path, boolean isMpeg) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
            return new LostFrames(new FrameReader(file, isMpeg)).found();
        }
    }

    private Found found() throws IOException {
        long at = start();
        Optional<Frame> first = at < 0 ? Optional.empty() : reader.frame(at);
        if (first.isEmpty()) {
            return new Found(List.of(), 0);
        }
        OptionalLong declared = reader.framesDeclared(at, first.get());
        walk(declared.isPresent() ? at + first.get().bytes() : at, first.get());
        double lostSeconds = declared.orElse(0) * first.get().seconds() - goodSeconds;
        double secondsPerByte = lostSeconds > 0 ? lostSeconds / lostBytes : goodSeconds / goodBytes;
        List<Loss> losses = new ArrayList<>();
        for (int i = 0; i < lengths.size(); i++) {
            losses.add(new Loss(seconds.get(i), lengths.get(i) * secondsPerByte));
        }
        return new Found(losses, goodSeconds);
    }

    private void walk(long start, Frame kind) throws IOException {
        long at = start;
        while (at < reader.length() && lostBytes < SEARCHED_BYTES_MAX && lengths.size() < LOSSES_MAX) {
            Optional<Frame> frame = reader.frame(at).filter(kind::isLike);
            if (frame.isPresent()) {
                goodBytes += frame.get().bytes();
                goodSeconds += frame.get().seconds();
                at += frame.get().bytes();
                continue;
            }
            long next = next(at, kind, SEARCHED_BYTES_MAX - lostBytes);
            if (next < 0) {
                return; // what lies behind the last frame is no lost sound: tags, or the file is cut off
            }
            lengths.add(next - at);
            seconds.add(goodSeconds);
            lostBytes += next - at;
            at = next;
        }
    }

    /** The first frame that another one follows, behind tags and whatever else stands before; -1 if there is none. */
    private long start() throws IOException {
        long at = 0;
        while (reader.isText(at, "ID3")) {
            int length = reader.at(at + 6) << 21 | reader.at(at + 7) << 14 | reader.at(at + 8) << 7 | reader.at(at + 9);
            at += ID3_BYTES + length + ((reader.at(at + 5) & ID3_FOOTER) == 0 ? 0 : ID3_BYTES);
        }
        for (long end = Math.min(reader.length(), at + SEARCHED_BYTES_MAX); at < end; at++) {
            Optional<Frame> frame = reader.frame(at);
            if (frame.isPresent() && isFollowed(at, frame.get(), frame.get())) {
                return at;
            }
        }
        return -1;
    }

    private long next(long from, Frame kind, long bytesMax) throws IOException {
        long end = Math.min(reader.length(), from + bytesMax);
        for (long at = from + 1; at < end; at++) {
            Optional<Frame> frame = reader.frame(at).filter(kind::isLike);
            if (frame.isPresent() && isFollowed(at, frame.get(), kind)) {
                return at;
            }
        }
        return -1;
    }

    private boolean isFollowed(long at, Frame frame, Frame kind) throws IOException {
        long next = at + frame.bytes();
        return next == reader.length()
                || reader.frame(next).filter(kind::isLike).isPresent();
    }
}
