package dev.sotto.diarize;

import dev.sotto.transcript.Cancellation;
import dev.sotto.transcript.Speakers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** How one voice of what was listened to sounds, for it to be known elsewhere. */
public final class VoiceSample {
    /** Of the speech in a clip, what another voice may take: a word of somebody who interrupts. */
    private static final double OTHERS_MAX = 0.25;

    /** A piece counts for the speaker who has so much of it, and nobody else more than the rest. */
    private static final double OWN_MIN = 0.9;

    /** Made of less speech, a vector says little: of clips of a second 16 % are missed. */
    private static final double SECONDS_MIN = 0.5;

    private VoiceSample() {}

    /**
     * What came of it.
     *
     * @param vector empty if there is {@code fault}
     * @param seconds of speech that it was made of
     * @param fault why there is no vector, as the end of a sentence about the clip
     */
    public record Made(List<Double> vector, double seconds, Optional<String> fault) {
        public Made {
            vector = List.copyOf(vector);
        }

        private static Made failed(String fault) {
            return new Made(List.of(), 0, Optional.of(fault));
        }
    }

    /**
     * The voice of a clip that holds one.
     *
     * @throws dev.sotto.transcript.TranscriptionException with {@code CANCELLED}
     */
    public static Made ofClip(SpeakerAnalysis analysis, Cancellation cancellation) {
        List<Speaker> speakers = Diarizer.diarize(analysis, SpeakerBounds.AUTOMATIC, cancellation)
                .speakers();
        double[] seconds = speakers.stream().mapToDouble(Speaker::seconds).toArray();
        double all = Arrays.stream(seconds).sum();
        OptionalDouble most = Arrays.stream(seconds).max();
        if (most.isPresent() && all - most.getAsDouble() > OTHERS_MAX * all) {
            return Made.failed("holds more than one voice; send a clip in which one person speaks");
        }
        return of(analysis, Diarizer.training(analysis, SpeakerBounds.AUTOMATIC));
    }

    /**
     * The voice of one speaker of a recording, made of what they say alone.
     *
     * @param startSeconds where in the recording the analysis begins
     */
    public static Made ofSpeaker(SpeakerAnalysis analysis, double startSeconds, Speakers speakers, String speaker) {
        List<Integer> own = new ArrayList<>();
        for (int i = 0; i < analysis.pieces().size(); i++) {
            Piece piece = analysis.pieces().get(i);
            double start = piece.startSeconds() + startSeconds;
            double end = piece.endSeconds() + startSeconds;
            double said = said(speakers, start, end, speaker, true);
            double others = said(speakers, start, end, speaker, false);
            boolean isOwn = said >= OWN_MIN * piece.seconds() && others <= (1 - OWN_MIN) * piece.seconds();
            if (isOwn && analysis.vectors()[i].length > 0) {
                own.add(i);
            }
        }
        return of(analysis, own);
    }

    private static double said(Speakers speakers, double start, double end, String speaker, boolean byThem) {
        return speakers.turns().stream()
                .filter(turn -> turn.speaker().equals(speaker) == byThem)
                .mapToDouble(
                        turn -> Math.max(0, Math.min(end, turn.endSeconds()) - Math.max(start, turn.startSeconds())))
                .sum();
    }

    private static Made of(SpeakerAnalysis analysis, List<Integer> pieces) {
        double[] sum = new double[analysis.space().size()];
        double seconds = 0;
        for (int piece : pieces) {
            double weight = analysis.pieces().get(piece).weight();
            Vectors.addTimes(sum, weight, analysis.vectors()[piece]);
            seconds += weight;
        }
        if (seconds < SECONDS_MIN) {
            return Made.failed("has %s s of speech of one voice; expected %s s or more, best 2 to 10"
                    .formatted(Math.rint(seconds * 10) / 10, SECONDS_MIN));
        }
        return new Made(Arrays.stream(Vectors.unit(sum)).boxed().toList(), seconds, Optional.empty());
    }
}
