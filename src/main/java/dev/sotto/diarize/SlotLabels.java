package dev.sotto.diarize;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Which cluster each voice of a chunk belongs to, frame by frame. A chunk's voice may be two speakers in truth (the network
 * mixes them), so it is split: where it is alone it is whoever the frame's label says, elsewhere whoever it was at the
 * nearest such frame.
 */
final class SlotLabels {
    static final short NONE = -1;

    private static final int FRAMES = HeardChunks.FRAMES;
    private static final int SLOTS = HeardChunks.SLOTS;
    /** Half a second around what a voice says is looked at too: its probability does not end with its label. */
    private static final int AROUND_FRAMES = 30;

    private final HeardChunks heard;
    private final short[] frameLabels;
    private final List<LabelRun> runs;

    SlotLabels(HeardChunks heard, short[] frameLabels) {
        this.heard = heard;
        this.frameLabels = frameLabels;
        this.runs = runs(frameLabels);
    }

    private record LabelRun(int start, int end, short label) {}

    private static List<LabelRun> runs(short[] labels) {
        List<LabelRun> runs = new ArrayList<>();
        for (int start = 0; start < labels.length; ) {
            int end = start;
            while (end < labels.length && labels[end] == labels[start]) {
                end++;
            }
            if (labels[start] != FrameLabels.NONE) {
                runs.add(new LabelRun(start, end, labels[start]));
            }
            start = end;
        }
        return runs;
    }

    /** {@code [frame][slot]} in one row. */
    short[] of(int chunk) {
        short[] labels = new short[FRAMES * SLOTS];
        Arrays.fill(labels, NONE);
        int[][] around = new int[SLOTS][];
        List<Integer> neverAlone = new ArrayList<>();
        for (int slot = 0; slot < SLOTS; slot++) {
            around[slot] = around(chunk, slot);
            if (around[slot].length > 0 && !labelByOwn(labels, chunk, slot, around[slot])) {
                neverAlone.add(slot);
            }
        }
        for (int slot : neverAlone) {
            short label = elsewhere(labels, chunk, slot, around[slot]);
            for (int frame : around[slot]) {
                labels[frame * SLOTS + slot] = label;
            }
        }
        return labels;
    }

    /** Frames of a chunk where a voice speaks or nearly does. */
    private int[] around(int chunk, int slot) {
        boolean[] near = new boolean[FRAMES];
        int last = -AROUND_FRAMES - 1;
        for (int frame = 0; frame < FRAMES; frame++) {
            last = heard.speaks(chunk, frame, slot) ? frame : last;
            near[frame] = frame - last <= AROUND_FRAMES;
        }
        int next = FRAMES + AROUND_FRAMES;
        for (int frame = FRAMES - 1; frame >= 0; frame--) {
            next = heard.speaks(chunk, frame, slot) ? frame : next;
            near[frame] |= next - frame <= AROUND_FRAMES;
        }
        return IntStream.range(0, FRAMES).filter(frame -> near[frame]).toArray();
    }

    /** Whether the voice is ever alone where a run has a label; of two frames as near, the earlier counts. */
    private boolean labelByOwn(short[] labels, int chunk, int slot, int[] around) {
        int offset = heard.offset(chunk);
        int[] own = IntStream.range(0, FRAMES)
                .filter(frame ->
                        heard.speaksAlone(chunk, frame, slot) && frameLabels[offset + frame] != FrameLabels.NONE)
                .toArray();
        if (own.length == 0) {
            return false;
        }
        int near = 0;
        for (int frame : around) {
            while (near + 1 < own.length && Math.abs(own[near + 1] - frame) < Math.abs(own[near] - frame)) {
                near++;
            }
            labels[frame * SLOTS + slot] = frameLabels[offset + own[near]];
        }
        return true;
    }

    /** For a voice that is always under another: the nearest label of the recording that is not the other's. */
    private short elsewhere(short[] labels, int chunk, int slot, int[] around) {
        TreeSet<Short> others = new TreeSet<>();
        for (int frame : around) {
            for (int other = 0; other < SLOTS; other++) {
                if (other != slot && labels[frame * SLOTS + other] != NONE) {
                    others.add(labels[frame * SLOTS + other]);
                }
            }
        }
        int middle = heard.offset(chunk) + around[around.length / 2];
        short best = others.isEmpty() ? 0 : others.first();
        int nearest = Integer.MAX_VALUE;
        for (LabelRun run : runs) {
            int distance = Math.max(0, Math.max(run.start() - middle, middle - (run.end() - 1)));
            if (distance < nearest && !others.contains(run.label())) {
                nearest = distance;
                best = run.label();
            }
        }
        return best;
    }
}
