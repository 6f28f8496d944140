package dev.sotto.diarize;

import java.util.ArrayList;
import java.util.List;

/**
 * A span in which one voice speaks alone, as the chunk that hears it best has it.
 *
 * @param start first frame
 * @param end first frame behind it
 */
record FrameRun(int start, int end) {
    /** Pauses up to this many frames (a quarter of a second) inside one voice are part of it. */
    private static final int BRIDGE_FRAMES = 15;

    private static final int LAST_SINGLE = 3;

    /** All of a recording, in order. Each chunk speaks for the frames that lie nearest to its middle. */
    static List<FrameRun> of(HeardChunks heard) {
        List<int[]> open = new ArrayList<>();
        int lastChunk = -2;
        for (int chunk = 0; chunk < heard.chunks(); chunk++) {
            int offset = heard.offset(chunk);
            int[] voices = bridged(heard, chunk);
            int from = edge(heard, chunk) - offset;
            int to = Math.min(edge(heard, chunk + 1) - offset, HeardChunks.FRAMES);
            for (int frame = from; frame < to; ) {
                int end = frame;
                while (end < to && voices[end] == voices[frame]) {
                    end++;
                }
                if (voices[frame] != 0) {
                    boolean goesOn =
                            frame == from && lastChunk == chunk - 1 && open.get(open.size() - 1)[1] == offset + frame;
                    if (goesOn) {
                        open.get(open.size() - 1)[1] = offset + end;
                    } else {
                        open.add(new int[] {offset + frame, offset + end});
                    }
                    lastChunk = chunk;
                }
                frame = end;
            }
        }
        return inside(open, FrameGrid.end(heard.sampleCount()));
    }

    /** First frame that a chunk speaks for. */
    private static int edge(HeardChunks heard, int chunk) {
        if (chunk == 0) {
            return 0;
        }
        return chunk == heard.chunks()
                ? heard.frames()
                : (heard.offset(chunk - 1) + heard.offset(chunk) + HeardChunks.FRAMES) / 2;
    }

    /** The voice that is alone at each frame of a chunk, from 1, or 0. */
    private static int[] bridged(HeardChunks heard, int chunk) {
        int[] voices = new int[HeardChunks.FRAMES];
        int lastSpoken = -1;
        for (int frame = 0; frame < voices.length; frame++) {
            int heardClass = heard.heardClass(chunk, frame);
            if (heardClass == 0) {
                continue;
            }
            int voice = heardClass <= LAST_SINGLE ? heardClass : 0;
            voices[frame] = voice;
            boolean bridge = voice != 0
                    && lastSpoken >= 0
                    && frame - lastSpoken - 1 <= BRIDGE_FRAMES
                    && voices[lastSpoken] == voice;
            for (int pause = lastSpoken + 1; bridge && pause < frame; pause++) {
                voices[pause] = voice;
            }
            lastSpoken = frame;
        }
        return voices;
    }

    private static List<FrameRun> inside(List<int[]> runs, int end) {
        List<FrameRun> inside = new ArrayList<>();
        for (int[] run : runs) {
            int cut = Math.min(run[1], end);
            if (cut > run[0]) {
                inside.add(new FrameRun(run[0], cut));
            }
        }
        return inside;
    }
}
