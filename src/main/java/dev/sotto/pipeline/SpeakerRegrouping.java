package dev.sotto.pipeline;

import dev.sotto.diarize.Diarization;
import dev.sotto.diarize.Diarizer;
import dev.sotto.diarize.SpeakerBounds;
import dev.sotto.diarize.StoredAnalysis;
import dev.sotto.diarize.VoiceRules;
import dev.sotto.transcript.Cancellation;
import dev.sotto.transcript.InvalidOption;
import dev.sotto.transcript.SpeakerEvidence;
import dev.sotto.transcript.SpeakerGrouping;
import dev.sotto.transcript.Speakers;
import dev.sotto.transcript.Transcript;
import dev.sotto.transcript.VoiceProfile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Tells the speakers of a recording apart by what was kept of it: the same evidence and grouping give the same transcript. */
public final class SpeakerRegrouping {
    private SpeakerRegrouping() {}

    /**
     * The transcript with speakers. A hundredth of a second a minute of recording, or a few.
     *
     * @throws InvalidOption if a label is none of the recording's
     * @throws dev.sotto.transcript.TranscriptionException with {@code CANCELLED}
     */
    public static Transcript of(SpeakerEvidence evidence, SpeakerGrouping grouping, Cancellation cancellation) {
        Diarization found = Diarizer.diarize(
                        StoredAnalysis.read(evidence.analysis()), SpeakerBounds.of(grouping.options()), cancellation)
                .placedAt(evidence.startSeconds());
        List<VoiceProfile> voices = voices(evidence.voices(), grouping.voices());
        Map<String, Integer> byLabel = new TreeMap<>();
        found.speakers().forEach(speaker -> byLabel.put(speaker.label(), speaker.number()));
        VoiceRules.match(found.speakers(), voices)
                .forEach((speaker, match) -> byLabel.putIfAbsent(match.name(), speaker));
        List<Integer> leaders =
                leaders(grouping.merges(), byLabel, found.speakers().size());
        Diarization merged = found.merged(leaders);
        List<Integer> order = leaders.stream().distinct().sorted().toList();
        Map<String, String> names = new HashMap<>();
        grouping.names().forEach((label, name) -> {
            int speaker = leaders.get(number("names", label, byLabel));
            String before = names.put(Speakers.label(order.indexOf(speaker)), name);
            if (before != null) {
                throw new InvalidOption("names", before + ", " + name, "one name for speakers who are merged");
            }
        });
        merged.speakers().stream()
                .map(speaker -> speaker.label())
                .filter(label -> !names.containsKey(label) && names.containsValue(label))
                .forEach(label -> {
                    throw new InvalidOption("names", label, "no label of another speaker");
                });
        Map<String, Double> likenesses = nameKnown(merged, voices, names);
        return new SpeakerSegments(merged, evidence.wordEnds(), names, likenesses).of(evidence.plain());
    }

    /** A voice that came with the request stands for one of the same name in the library. */
    private static List<VoiceProfile> voices(List<VoiceProfile> sent, List<VoiceProfile> library) {
        Set<String> names = sent.stream().map(VoiceProfile::name).collect(Collectors.toSet());
        List<VoiceProfile> voices = new ArrayList<>(sent);
        library.stream().filter(voice -> !names.contains(voice.name())).forEach(voices::add);
        return voices;
    }

    /**
     * Adds the names of those who have a known voice and no name. A label that is somebody's name is nobody else's: whoever had it
     * has the next one that is free.
     *
     * @return how like their voices they are, by name
     */
    private static Map<String, Double> nameKnown(
            Diarization merged, List<VoiceProfile> voices, Map<String, String> names) {
        Map<String, Double> likenesses = new HashMap<>();
        VoiceRules.match(merged.speakers(), voices).forEach((speaker, match) -> {
            String label = Speakers.label(speaker);
            if (!names.containsKey(label) && !names.containsValue(match.name())) {
                names.put(label, match.name());
                likenesses.put(match.name(), match.likeness());
            }
        });
        int next = merged.speakers().size();
        for (int speaker = 0; speaker < merged.speakers().size(); speaker++) {
            String label = Speakers.label(speaker);
            if (!names.containsKey(label) && names.containsValue(label)) {
                while (names.containsValue(Speakers.label(next))) {
                    next++;
                }
                names.put(label, Speakers.label(next++));
            }
        }
        return likenesses;
    }

    /** The first heard of each group stands for all of it, and so groups are numbered as their first ones are. */
    private static List<Integer> leaders(List<List<String>> merges, Map<String, Integer> byLabel, int count) {
        List<Integer> leaders =
                new ArrayList<>(IntStream.range(0, count).boxed().toList());
        for (List<String> merge : merges) {
            for (String label : merge) {
                int one = leaders.get(number("merge", merge.get(0), byLabel));
                int other = leaders.get(number("merge", label, byLabel));
                leaders.replaceAll(leader -> leader == one || leader == other ? Math.min(one, other) : leader);
            }
        }
        return leaders;
    }

    private static int number(String option, String label, Map<String, Integer> byLabel) {
        Integer number = byLabel.get(label);
        if (number == null) {
            throw new InvalidOption(option, label, "one of " + String.join(", ", byLabel.keySet()));
        }
        return number;
    }
}
