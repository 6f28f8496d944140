package dev.sotto.testing;

import dev.sotto.audio.Waveform;
import dev.sotto.audio.Waveforms;
import dev.sotto.diarize.SpeakerNetworks;
import dev.sotto.diarize.VoiceSpace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Networks that hear recordings of {@link #recording}: sound whose samples say who speaks. As the real ones do, they number
 * the voices of each chunk anew, see three at most, and give pieces of one voice vectors that are alike but not equal.
 */
public final class ScriptedVoices implements SpeakerNetworks {
    private static final int RATE = 16_000;
    private static final int STEP = 270; // samples from frame to frame
    private static final int MIDDLE = 495;
    private static final int SIZE = 64;
    /** A sample tells a set of voices, one bit each, above three bits that make every moment different. */
    private static final int UNIT = 8;

    private static final double NOISE = 0.6; // length of what is added to a voice's unit vector
    private static final double SURE = 0.97;
    private static final int[][] CLASSES = {{}, {0}, {1}, {2}, {0, 1}, {0, 2}, {1, 2}};

    private final List<String> calls = new ArrayList<>();
    private Runnable beforeCall = () -> {};
    private boolean closed;

    /** Who speaks from when to when; voices count from 0 to 11. */
    public record Speech(double start, double end, int voice) {}

    /** Sound of so many seconds in which these voices speak. */
    public static Waveform recording(double seconds, Speech... speeches) {
        short[] samples = new short[(int) Math.round(seconds * RATE)];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = different(i);
        }
        for (Speech speech : speeches) {
            int end = Math.min(samples.length, (int) Math.round(speech.end * RATE));
            for (int i = (int) Math.round(speech.start * RATE); i < end; i++) {
                samples[i] += (short) (UNIT << speech.voice);
            }
        }
        return Waveforms.ofSamples(samples);
    }

    /** A sample of one voice. */
    public static float sample(long place, int voice) {
        return ((UNIT << voice) + different(place)) / 32768f;
    }

    private static short different(long place) {
        return (short) ((place / ROW_HOP * 0x9E3779B97F4A7C15L) >>> 61);
    }

    /** Is run on the networks' thread before each answer. */
    public ScriptedVoices before(Runnable action) {
        beforeCall = action;
        return this;
    }

    /** What was asked, such as {@code segment 8} (chunks) or {@code embed 16} (pieces). */
    public List<String> calls() {
        return calls;
    }

    public boolean isClosed() {
        return closed;
    }

    @Override
    public float[] segment(float[] samples) {
        int chunks = samples.length / CHUNK_SAMPLES;
        asked("segment " + chunks);
        float[] answer = new float[chunks * CHUNK_FRAMES * SpeakerNetworks.CLASSES];
        for (int chunk = 0; chunk < chunks; chunk++) {
            List<Integer> slots = new ArrayList<>();
            for (int frame = 0; frame < CHUNK_FRAMES; frame++) {
                int heard = voices(samples[chunk * CHUNK_SAMPLES + frame * STEP + MIDDLE]);
                int best = classOf(heard, slots);
                int row = (chunk * CHUNK_FRAMES + frame) * SpeakerNetworks.CLASSES;
                Arrays.fill(answer, row, row + SpeakerNetworks.CLASSES, (float) Math.log((1 - SURE) / 6));
                answer[row + best] = (float) Math.log(SURE);
            }
        }
        return answer;
    }

    private static int voices(float sample) {
        return Math.round(sample * 32768) / UNIT;
    }

    private static int classOf(int heard, List<Integer> slots) {
        List<Integer> on = new ArrayList<>();
        for (int voice = 0; voice < 12 && on.size() < 2; voice++) {
            if ((heard >> voice & 1) == 1) {
                if (!slots.contains(voice) && slots.size() < 3) {
                    slots.add(voice);
                }
                // A fourth voice is taken for the third: what the real network does too.
                on.add(Math.min(2, slots.contains(voice) ? slots.indexOf(voice) : 2));
            }
        }
        int[] wanted =
                on.stream().distinct().sorted().mapToInt(Integer::intValue).toArray();
        for (int i = 0; i < CLASSES.length; i++) {
            if (Arrays.equals(CLASSES[i], wanted)) {
                return i;
            }
        }
        throw new IllegalStateException("no class for " + on);
    }

    @Override
    public float[] embed(float[] samples, int rows) {
        int each = (rows - 1) * ROW_HOP + ROW_SAMPLES;
        int pieces = samples.length / each;
        asked("embed " + pieces);
        float[] answer = new float[pieces * SIZE];
        for (int piece = 0; piece < pieces; piece++) {
            int[] heard = new int[12];
            long seed = rows;
            for (int at = piece * each; at < (piece + 1) * each; at += ROW_HOP) {
                int voices = voices(samples[at]);
                seed = seed * 31 + Math.round(samples[at] * 32768);
                for (int voice = 0; voice < heard.length; voice++) {
                    heard[voice] += voices >> voice & 1;
                }
            }
            SplittableRandom noise = new SplittableRandom(seed);
            for (int voice = 0; voice < heard.length; voice++) {
                if (heard[voice] > 0) {
                    add(answer, piece, new SplittableRandom(voice + 1), (double) heard[voice] / rows);
                }
            }
            add(answer, piece, noise, NOISE);
        }
        return answer;
    }

    private static void add(float[] answer, int piece, SplittableRandom direction, double length) {
        double[] vector = new double[SIZE];
        double sum = 0;
        for (int i = 0; i < SIZE; i++) {
            vector[i] = direction.nextDouble() - 0.5;
            sum += vector[i] * vector[i];
        }
        for (int i = 0; i < SIZE; i++) {
            answer[piece * SIZE + i] += (float) (length * vector[i] / Math.sqrt(sum));
        }
    }

    private void asked(String call) {
        if (closed) {
            throw new IllegalStateException("asked after close: " + call);
        }
        beforeCall.run();
        calls.add(call);
    }

    @Override
    public VoiceSpace voices() {
        return new VoiceSpace(SIZE, new float[0], 0.67, 0.5, 0.15);
    }

    @Override
    public void close() {
        closed = true;
    }
}
