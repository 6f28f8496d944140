package dev.sotto.audio;

import java.io.IOException;
import java.nio.file.Path;

/** Which silence belongs between the samples of a file that was decoded. */
record RecordingTimes(MediaSettings settings, Extract extract, FfmpegLog log) {
    /**
     * By the time stamps of a container; in MP3 and ADTS, which have none, by damaged frames.
     *
     * @param samples that were decoded of the file
     */
    GapFinder gaps(Path file, long samples) throws IOException {
        GapFinder gaps = new GapFinder(samples, settings.limits().samplesMax());
        if (settings.clock() == AudioClock.SAMPLES) {
            return gaps;
        }
        boolean isMpeg = log.format().equals("mp3");
        if (!isMpeg && !log.format().equals("aac")) {
            gaps.follow(log.clock().marks(), log.startSeconds());
        } else if (log.errorCount() > 0) {
            count(LostFrames.in(file, isMpeg), samples, gaps);
        }
        return gaps;
    }

    private void count(LostFrames.Found found, long samples, GapFinder gaps) {
        double paddingSeconds = log.startSeconds().orElse(0);
        double lostSeconds =
                found.losses().stream().mapToDouble(LostFrames.Loss::seconds).sum();
        // A decoder makes sound of chance bytes, and may miss a frame behind them.
        double missingSeconds = Double.isInfinite(extract.endSeconds())
                ? found.goodSeconds() + lostSeconds - paddingSeconds - (double) samples / Waveform.SAMPLE_RATE
                : lostSeconds;
        for (LostFrames.Loss loss : found.losses()) {
            long before = Math.round((loss.afterSeconds() - paddingSeconds) * Waveform.SAMPLE_RATE);
            gaps.step(Math.max(0, before), loss.seconds() / lostSeconds * Math.max(0, missingSeconds));
        }
    }
}
