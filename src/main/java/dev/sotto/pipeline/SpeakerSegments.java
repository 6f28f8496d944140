package dev.sotto.pipeline;

import dev.sotto.diarize.Diarization;
import dev.sotto.diarize.SegmentSpeakers;
import dev.sotto.diarize.Speaker;
import dev.sotto.diarize.SpeakerChoice;
import dev.sotto.diarize.SpeakerSegment;
import dev.sotto.transcript.SaidBy;
import dev.sotto.transcript.Segment;
import dev.sotto.transcript.SpeakerEvidence;
import dev.sotto.transcript.Speakers;
import dev.sotto.transcript.TimeSpan;
import dev.sotto.transcript.Transcript;
import dev.sotto.transcript.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Gives the words and segments of a transcript their speakers, and splits segments where the speaker changes. */
final class SpeakerSegments {
    private final Diarization diarization;
    private final List<List<Integer>> wordEnds;
    private final Map<String, String> names;
    private final Map<String, Double> likenesses;

    /**
     * For one transcript.
     *
     * @param wordEnds see {@link SpeakerEvidence#wordEnds}
     * @param names of speakers who are to be called otherwise than by their label
     * @param likenesses by name, of those who are called by a known voice
     */
    SpeakerSegments(
            Diarization diarization,
            List<List<Integer>> wordEnds,
            Map<String, String> names,
            Map<String, Double> likenesses) {
        this.diarization = diarization;
        this.wordEnds = wordEnds;
        this.names = names;
        this.likenesses = likenesses;
    }

    SpeakerSegments(Diarization diarization, List<List<Integer>> wordEnds, Map<String, String> names) {
        this(diarization, wordEnds, names, Map.of());
    }

    Transcript of(Transcript transcript) {
        List<Segment> whole = transcript.segments();
        List<Segment> parts = new ArrayList<>();
        int segment = -1;
        int wordsUsed = 0;
        int tokensUsed = 0;
        List<SpeakerSegment> found = SegmentSpeakers.of(whole, diarization);
        for (int i = 0; i < found.size(); i++) {
            SpeakerSegment part = found.get(i);
            if (part.segment() != segment) {
                segment = part.segment();
                wordsUsed = 0;
                tokensUsed = 0;
            }
            Segment source = whole.get(segment);
            boolean isLast = i + 1 == found.size() || found.get(i + 1).segment() != segment;
            wordsUsed += part.words().size();
            int end = isLast ? source.tokens().size() : wordEnds.get(segment).get(wordsUsed - 1);
            List<Integer> tokens = source.tokens().subList(tokensUsed, end);
            tokensUsed = end;
            TimeSpan place = new TimeSpan(part.startSeconds(), Math.max(part.startSeconds(), part.endSeconds()));
            parts.add(source.part(place, part.text(), tokens, words(part), saidBy(part.choice()))
                    .numbered(parts.size(), source.seekFrames()));
        }
        return transcript.said(parts, speakers());
    }

    private List<Word> words(SpeakerSegment part) {
        List<Word> words = new ArrayList<>();
        for (int i = 0; i < part.words().size(); i++) {
            words.add(part.words().get(i).said(saidBy(part.choices().get(i))));
        }
        return words;
    }

    private SaidBy saidBy(SpeakerChoice choice) {
        Optional<String> speaker =
                choice.speaker().isPresent() ? Optional.of(name(choice.speaker().getAsInt())) : Optional.empty();
        List<String> others = choice.others().stream().map(this::name).toList();
        return new SaidBy(speaker, choice.confidence(), others, choice.overlap());
    }

    private String name(int speaker) {
        String label = Speakers.label(speaker);
        return names.getOrDefault(label, label);
    }

    private Speakers speakers() {
        return new Speakers(
                diarization.speakers().stream().map(this::summary).toList(),
                diarization.turns().stream()
                        .map(turn -> new Speakers.Turn(turn.startSeconds(), turn.endSeconds(), name(turn.speaker())))
                        .toList(),
                diarization.shortfall());
    }

    private Speakers.Summary summary(Speaker one) {
        String name = name(one.number());
        Double likeness = likenesses.get(name);
        return new Speakers.Summary(
                name,
                one.seconds(),
                one.turns(),
                one.minor(),
                likeness == null ? OptionalDouble.empty() : OptionalDouble.of(likeness));
    }
}
