package dev.sotto.diarize;

import dev.sotto.transcript.Cancellation;
import java.util.BitSet;
import java.util.stream.Stream;

/**
 * Which clusters speak at each frame: as many as the counts say, those with the greatest mean probability over the chunks
 * that hear the frame, and none without evidence.
 *
 * @param scores of all clusters
 * @param speaking the frames of each cluster
 */
@SuppressWarnings("ArrayRecordComponent") // read once and dropped; equality is never asked for
record SpeakingFrames(FrameScores scores, BitSet[] speaking) {
    private static final double EVIDENCE = 0.001;
    private static final int FRAMES = HeardChunks.FRAMES;
    private static final int SLOTS = HeardChunks.SLOTS;

    /** For recordings without a single vector: one cluster, wherever somebody speaks. */
    static SpeakingFrames ofOne(byte[] counts) {
        FrameScores scores = new FrameScores(counts.length, 1);
        BitSet speaking = new BitSet(counts.length);
        for (int frame = 0; frame < counts.length; frame++) {
            if (counts[frame] > 0) {
                scores.add(0, 1);
                speaking.set(frame);
            }
            scores.finishFrame();
        }
        return new SpeakingFrames(scores, new BitSet[] {speaking});
    }

    static SpeakingFrames of(HeardChunks heard, short[] frameLabels, int clusters, Cancellation cancellation) {
        return new Addition(heard, new SlotLabels(heard, frameLabels), clusters).run(cancellation);
    }

    /** One pass over the recording, with the chunks in view that hear the frame. */
    private static final class Addition {
        private final HeardChunks heard;
        private final SlotLabels slots;
        private final short[][] labels; // of the chunks in view
        private final double[] inChunk;
        private final double[] sums;
        private final int[] touched; // clusters with a sum at this frame
        private int touchedCount;
        private final FrameScores scores;
        private final BitSet[] speaking;

        Addition(HeardChunks heard, SlotLabels slots, int clusters) {
            this.heard = heard;
            this.slots = slots;
            this.labels = new short[heard.chunks()][];
            this.inChunk = new double[clusters];
            this.sums = new double[clusters];
            this.touched = new int[clusters];
            this.scores = new FrameScores(heard.frames(), clusters);
            this.speaking = Stream.generate(BitSet::new).limit(clusters).toArray(BitSet[]::new);
        }

        SpeakingFrames run(Cancellation cancellation) {
            byte[] counts = SpeakerCounts.rounded(SpeakerCounts.means(heard));
            int first = 0;
            int next = 0;
            for (int frame = 0; frame < counts.length; frame++) {
                while (next < heard.chunks() && heard.offset(next) <= frame) {
                    Cancelled.throwIf(cancellation);
                    labels[next] = slots.of(next);
                    next++;
                }
                while (heard.offset(first) + FRAMES <= frame) {
                    labels[first] = new short[0];
                    first++;
                }
                for (int chunk = first; chunk < next; chunk++) {
                    add(chunk, frame - heard.offset(chunk));
                }
                finish(frame, next - first, counts[frame]);
            }
            return new SpeakingFrames(scores, speaking);
        }

        /** Of two voices of one chunk in one cluster, the greater counts. */
        private void add(int chunk, int frame) {
            short[] own = labels[chunk];
            for (int slot = 0; slot < SLOTS; slot++) {
                int cluster = own[frame * SLOTS + slot];
                if (cluster != SlotLabels.NONE) {
                    double probability = heard.probability(chunk, frame, slot);
                    inChunk[cluster] = Math.max(inChunk[cluster], probability);
                }
            }
            for (int slot = 0; slot < SLOTS; slot++) {
                int cluster = own[frame * SLOTS + slot];
                if (cluster != SlotLabels.NONE && inChunk[cluster] > 0) {
                    if (sums[cluster] == 0) {
                        touched[touchedCount] = cluster;
                        touchedCount++;
                    }
                    sums[cluster] += inChunk[cluster];
                    inChunk[cluster] = 0;
                }
            }
        }

        private void finish(int frame, int hearing, int count) {
            for (int i = 0; i < touchedCount; i++) {
                sums[touched[i]] /= hearing;
                scores.add(touched[i], sums[touched[i]]);
            }
            scores.finishFrame();
            for (int marked = 0; marked < count; marked++) {
                int best = -1;
                for (int i = 0; i < touchedCount; i++) {
                    int cluster = touched[i];
                    boolean better =
                            best < 0 || sums[cluster] > sums[best] || (sums[cluster] == sums[best] && cluster < best);
                    best = !speaking[cluster].get(frame) && better ? cluster : best;
                }
                if (best < 0 || sums[best] <= EVIDENCE) {
                    break;
                }
                speaking[best].set(frame);
            }
            for (int i = 0; i < touchedCount; i++) {
                sums[touched[i]] = 0;
            }
            touchedCount = 0;
        }
    }
}
