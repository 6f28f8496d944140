package dev.sotto.pipeline;

import dev.sotto.diarize.Diarization;
import dev.sotto.diarize.SegmentSpeakers;
import dev.sotto.diarize.SpeakerChoice;
import dev.sotto.diarize.SpeakerSegment;
import dev.sotto.transcript.SaidBy;
import dev.sotto.transcript.Segment;
import dev.sotto.transcript.Speakers;
import dev.sotto.transcript.TimeSpan;
import dev.sotto.transcript.Transcript;
import dev.sotto.transcript.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Gives the words and segments of a transcript their speakers, and splits segments where the speaker changes. */
final class SpeakerSegments {
    private final Diarization diarization;
    private final Function<List<Integer>, String> spelling;

    /** @param spelling the text that tokens stand for, without timestamps */
    SpeakerSegments(Diarization diarization, Function<List<Integer>, String> spelling) {
        this.diarization = diarization;
        this.spelling = spelling;
    }

    Transcript of(Transcript transcript) {
        List<Segment> whole = transcript.segments();
        List<Segment> parts = new ArrayList<>();
        int segment = -1;
        int tokensUsed = 0;
        List<SpeakerSegment> found = SegmentSpeakers.of(whole, diarization);
        for (int i = 0; i < found.size(); i++) {
            SpeakerSegment part = found.get(i);
            tokensUsed = part.segment() == segment ? tokensUsed : 0;
            segment = part.segment();
            Segment source = whole.get(segment);
            boolean isLast = i + 1 == found.size() || found.get(i + 1).segment() != segment;
            List<Integer> tokens =
                    source.tokens().subList(tokensUsed, source.tokens().size());
            tokens = isLast
                    ? tokens
                    : tokens.subList(0, count(tokens, part.text().length()));
            tokensUsed += tokens.size();
            TimeSpan place = new TimeSpan(part.startSeconds(), Math.max(part.startSeconds(), part.endSeconds()));
            parts.add(source.part(place, part.text(), tokens, words(part), saidBy(part.choice()))
                    .numbered(parts.size(), source.seekFrames()));
        }
        return transcript.said(parts, speakers());
    }

    /** How many tokens spell so many characters; a part ends with a word, and so with a token. */
    private int count(List<Integer> tokens, int characters) {
        int count = 0;
        while (count < tokens.size() && spelling.apply(tokens.subList(0, count)).length() < characters) {
            count++;
        }
        return count;
    }

    private static List<Word> words(SpeakerSegment part) {
        List<Word> words = new ArrayList<>();
        for (int i = 0; i < part.words().size(); i++) {
            words.add(part.words().get(i).said(saidBy(part.choices().get(i))));
        }
        return words;
    }

    private static SaidBy saidBy(SpeakerChoice choice) {
        Optional<String> speaker = choice.speaker().isPresent()
                ? Optional.of(Speakers.label(choice.speaker().getAsInt()))
                : Optional.empty();
        List<String> others = choice.others().stream().map(Speakers::label).toList();
        return new SaidBy(speaker, choice.confidence(), others, choice.overlap());
    }

    private Speakers speakers() {
        return new Speakers(
                diarization.speakers().stream()
                        .map(one -> new Speakers.Summary(one.label(), one.seconds(), one.turns(), one.minor()))
                        .toList(),
                diarization.turns().stream()
                        .map(turn -> new Speakers.Turn(
                                turn.startSeconds(), turn.endSeconds(), Speakers.label(turn.speaker())))
                        .toList(),
                diarization.shortfall());
    }
}
