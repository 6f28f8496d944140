package dev.sotto.pipeline;

import dev.sotto.transcript.SaidBy;
import dev.sotto.transcript.Segment;
import dev.sotto.transcript.Speakers;
import dev.sotto.transcript.TimeSpan;
import dev.sotto.transcript.Transcript;
import dev.sotto.transcript.Word;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Channels as speakers, where each person has a channel: in the same shape as speakers that networks tell apart. Turns are made
 * of what was transcribed of each channel. One use, one thread.
 */
final class ChannelSpeakers {
    /** As turns of speakers who are told apart by networks bridge them. */
    private static final double PAUSE_SECONDS = 0.3;

    /** Whisper draws words out over pauses: what lies behind the first second is not the word. */
    private static final double WORD_SECONDS = 1;

    private static final double OVERLAP_FRACTION = 0.3;

    private final Transcript transcript;
    private final Map<Integer, List<TimeSpan>> turns = new TreeMap<>(); // of each channel in which something is said
    private final Map<Integer, String> labels = new TreeMap<>();

    private ChannelSpeakers(Transcript transcript) {
        this.transcript = transcript;
    }

    /** @param transcript of channels, its segments in the order of time */
    static Transcript of(Transcript transcript) {
        return new ChannelSpeakers(transcript).attributed();
    }

    private Transcript attributed() {
        transcript.segments().forEach(segment -> speech(segment).forEach(span -> add(channel(segment), span)));
        turns.entrySet().stream()
                .sorted(Comparator.comparingDouble(
                        entry -> entry.getValue().get(0).startSeconds()))
                .forEach(entry -> labels.put(entry.getKey(), Speakers.label(labels.size())));
        List<Segment> said =
                transcript.segments().stream().map(this::attributed).toList();
        return transcript.said(said, speakers());
    }

    private static int channel(Segment segment) {
        return segment.channel().orElse(0);
    }

    private static List<TimeSpan> speech(Segment segment) {
        return segment.words().isEmpty()
                ? List.of(span(segment.startSeconds(), segment.endSeconds()))
                : segment.words().stream().map(ChannelSpeakers::spoken).toList();
    }

    private static TimeSpan spoken(Word word) {
        return span(word.startSeconds(), Math.min(word.endSeconds(), word.startSeconds() + WORD_SECONDS));
    }

    private static TimeSpan span(double start, double end) {
        return new TimeSpan(start, Math.max(start, end));
    }

    private void add(int channel, TimeSpan span) {
        List<TimeSpan> spans = turns.computeIfAbsent(channel, any -> new ArrayList<>());
        TimeSpan last = spans.isEmpty() ? null : spans.get(spans.size() - 1);
        if (last != null && span.startSeconds() - last.endSeconds() <= PAUSE_SECONDS) {
            double end = Math.max(last.endSeconds(), span.endSeconds());
            spans.set(spans.size() - 1, new TimeSpan(last.startSeconds(), end));
        } else {
            spans.add(span);
        }
    }

    private Segment attributed(Segment segment) {
        List<Word> words = segment.words().stream()
                .map(word -> word.said(saidBy(channel(segment), spoken(word))))
                .toList();
        TimeSpan place = span(segment.startSeconds(), segment.endSeconds());
        SaidBy all = saidBy(channel(segment), place);
        if (!words.isEmpty()) {
            TreeSet<String> others =
                    new TreeSet<>(Comparator.comparing(String::length).thenComparing(label -> label));
            words.forEach(word -> word.saidBy().ifPresent(by -> others.addAll(by.others())));
            all = new SaidBy(all.speaker(), all.confidence(), List.copyOf(others), !others.isEmpty());
        }
        return segment.part(place, segment.text(), segment.tokens(), words, all);
    }

    /** Who else speaks during enough of a span, most of it first. */
    private SaidBy saidBy(int channel, TimeSpan span) {
        Map<String, Double> seconds = new TreeMap<>();
        double enough = OVERLAP_FRACTION * (span.endSeconds() - span.startSeconds());
        turns.forEach((other, spans) -> {
            double shared = other == channel ? 0 : shared(spans, span);
            if (shared > 0 && shared >= enough) {
                seconds.put(label(other), shared);
            }
        });
        List<String> others = seconds.entrySet().stream()
                .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
                .map(Map.Entry::getKey)
                .toList();
        return new SaidBy(Optional.of(label(channel)), 1, others, !others.isEmpty());
    }

    private String label(int channel) {
        return labels.getOrDefault(channel, "");
    }

    private static double shared(List<TimeSpan> spans, TimeSpan span) {
        int low = 0;
        int high = spans.size();
        while (low < high) { // the first that ends behind the span's start
            int middle = (low + high) >>> 1;
            if (spans.get(middle).endSeconds() <= span.startSeconds()) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        double shared = 0;
        for (int i = low; i < spans.size() && spans.get(i).startSeconds() < span.endSeconds(); i++) {
            shared += Math.min(span.endSeconds(), spans.get(i).endSeconds())
                    - Math.max(span.startSeconds(), spans.get(i).startSeconds());
        }
        return shared;
    }

    private Speakers speakers() {
        List<Speakers.Turn> all = new ArrayList<>();
        double sum = 0;
        Map<String, double[]> found =
                new TreeMap<>(Comparator.comparing(String::length).thenComparing(label -> label));
        for (Map.Entry<Integer, List<TimeSpan>> entry : turns.entrySet()) {
            double seconds = 0;
            for (TimeSpan turn : entry.getValue()) {
                all.add(new Speakers.Turn(turn.startSeconds(), turn.endSeconds(), label(entry.getKey())));
                seconds += turn.endSeconds() - turn.startSeconds();
            }
            found.put(
                    label(entry.getKey()),
                    new double[] {seconds, entry.getValue().size()});
            sum += seconds;
        }
        all.sort(Comparator.comparingDouble(Speakers.Turn::startSeconds).thenComparing(Speakers.Turn::endSeconds));
        double everybody = sum;
        List<Speakers.Summary> summaries = found.entrySet().stream()
                .map(one -> new Speakers.Summary(
                        one.getKey(),
                        one.getValue()[0],
                        (int) one.getValue()[1],
                        Speakers.Summary.isMinor(one.getValue()[0], everybody)))
                .toList();
        return new Speakers(
                summaries, all, summaries.isEmpty() ? Optional.of(Speakers.Shortfall.NO_SPEECH) : Optional.empty());
    }
}
