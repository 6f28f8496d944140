package dev.sotto.diarize;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/**
 * An analysis as bytes: what the segmentation heard and the vectors of pieces, each number in 16 bits, deflated. Runs and
 * pieces follow from what was heard. What is read back gives the same speakers each time; one that is to be read back later
 * should be separated as it is read back, since 16 bits are not all that the networks say.
 */
public final class StoredAnalysis {
    private static final int VERSION = 1;
    private static final int UNIT = 65_535; // of probabilities
    private static final int SIGNED_UNIT = 32_767; // of vectors

    private StoredAnalysis() {}

    public static byte[] write(SpeakerAnalysis analysis) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Deflater deflater = new Deflater(Deflater.BEST_SPEED);
        try (DataOutputStream out = new DataOutputStream(new DeflaterOutputStream(bytes, deflater, 1 << 16))) {
            VoiceSpace space = analysis.space();
            out.writeInt(VERSION);
            out.writeInt(space.size());
            out.writeDouble(space.threshold());
            out.writeDouble(space.jumpFrom());
            out.writeDouble(space.jumpRise());
            heard(analysis.heard(), out);
            for (double[] vector : analysis.vectors()) {
                out.writeBoolean(vector.length > 0);
                for (double number : vector) {
                    out.writeShort((int) Math.rint(number * SIGNED_UNIT));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        } finally {
            deflater.end();
        }
        return bytes.toByteArray();
    }

    private static void heard(HeardChunks heard, DataOutputStream out) throws IOException {
        out.writeLong(heard.sampleCount());
        for (int chunk = 0; chunk < heard.chunks(); chunk++) {
            for (int frame = 0; frame < HeardChunks.FRAMES; frame++) {
                out.writeByte(heard.heardClass(chunk, frame));
                for (int slot = 0; slot < HeardChunks.SLOTS; slot++) {
                    out.writeShort((int) Math.rint(Math.min(1, heard.probability(chunk, frame, slot)) * UNIT));
                }
            }
        }
    }

    /**
     * Reads one back.
     *
     * @throws IllegalArgumentException if the bytes are not those of {@link #write}
     */
    public static SpeakerAnalysis read(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new InflaterInputStream(new ByteArrayInputStream(bytes)))) {
            int version = in.readInt();
            if (version != VERSION) {
                throw new IllegalArgumentException(
                        "a stored analysis of version %d; expected %d".formatted(version, VERSION));
            }
            int size = in.readInt();
            VoiceSpace space = new VoiceSpace(size, new float[0], in.readDouble(), in.readDouble(), in.readDouble());
            HeardChunks heard = heard(in);
            List<FrameRun> runs = FrameRun.of(heard);
            List<Piece> pieces = Piece.of(runs);
            double[][] vectors = new double[pieces.size()][0];
            for (int i = 0; i < vectors.length; i++) {
                vectors[i] = in.readBoolean() ? vector(in, size) : vectors[i];
            }
            return new SpeakerAnalysis(heard, runs, pieces, vectors, space);
        } catch (IOException e) {
            throw new IllegalArgumentException("a stored analysis that ends too early or is damaged", e);
        }
    }

    private static HeardChunks heard(DataInputStream in) throws IOException {
        HeardChunks heard = new HeardChunks(in.readLong());
        float[] probabilities = new float[HeardChunks.SLOTS];
        for (int place = 0; place < heard.chunks() * HeardChunks.FRAMES; place++) {
            int heardClass = in.readByte();
            for (int slot = 0; slot < probabilities.length; slot++) {
                probabilities[slot] = (float) in.readUnsignedShort() / UNIT;
            }
            heard.restore(place, heardClass, probabilities);
        }
        return heard;
    }

    private static double[] vector(DataInputStream in, int size) throws IOException {
        double[] vector = new double[size];
        double sum = 0;
        for (int i = 0; i < size; i++) {
            vector[i] = (double) in.readShort() / SIGNED_UNIT;
            sum += vector[i] * vector[i];
        }
        for (int i = 0; i < size && sum > 0; i++) {
            vector[i] /= Math.sqrt(sum);
        }
        return vector;
    }
}
