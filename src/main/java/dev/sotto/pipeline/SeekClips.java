package dev.sotto.pipeline;

import dev.sotto.transcript.TimeSpan;
import dev.sotto.whisper.mel.Frames;
import java.util.ArrayList;
import java.util.List;

/** The parts to transcribe, in frames. */
record SeekClips(List<Clip> clips) {
    /** @param endFrame may lie behind the end of the recording; then nothing is left to decode there */
    record Clip(int startFrame, int endFrame) {}

    static SeekClips of(List<TimeSpan> spans, int contentFrames) {
        if (spans.isEmpty()) {
            return new SeekClips(List.of(new Clip(0, contentFrames)));
        }
        List<Clip> clips = new ArrayList<>();
        for (TimeSpan span : spans) {
            int end = Math.min(frameOf(span.endSeconds()), contentFrames);
            clips.add(new Clip(Math.min(frameOf(span.startSeconds()), end), end));
        }
        return new SeekClips(List.copyOf(clips));
    }

    private static int frameOf(double seconds) {
        return (int) Math.min(Integer.MAX_VALUE, Math.rint(seconds * Frames.PER_SECOND));
    }
}
