package dev.sotto.diarize;

import java.util.List;

/**
 * All that the networks have to say of a recording: what they heard in its chunks, and a vector for each piece of one
 * voice. From this, speakers can be separated again and again, with other bounds, without the recording.
 */
public final class SpeakerAnalysis {
    private final HeardChunks heard;
    private final List<FrameRun> runs;
    private final List<Piece> pieces;
    private final double[][] vectors;
    private final VoiceSpace space;

    /** @param vectors of unit length, without the channel's part; empty for a piece too short for one */
    SpeakerAnalysis(HeardChunks heard, List<FrameRun> runs, List<Piece> pieces, double[][] vectors, VoiceSpace space) {
        this.heard = heard;
        this.runs = List.copyOf(runs);
        this.pieces = List.copyOf(pieces);
        this.vectors = vectors;
        this.space = space;
    }

    HeardChunks heard() {
        return heard;
    }

    List<FrameRun> runs() {
        return runs;
    }

    List<Piece> pieces() {
        return pieces;
    }

    double[][] vectors() {
        return vectors;
    }

    VoiceSpace space() {
        return space;
    }
}
