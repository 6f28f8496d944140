package dev.sotto.transcript;

import java.util.List;
import java.util.Map;

/**
 * How speakers of a recording that was listened to are to be told apart.
 *
 * @param options how many there are
 * @param merges labels of speakers who are one, a list for each
 * @param names by label, as it is before any are merged; a name of one who is merged is that of all of them
 * @param voices by which speakers are called who have one and no name, beside those of the evidence
 */
public record SpeakerGrouping(
        SpeakerOptions options, List<List<String>> merges, Map<String, String> names, List<VoiceProfile> voices) {

    public SpeakerGrouping {
        merges = merges.stream().map(List::copyOf).toList();
        names = Map.copyOf(names);
        voices = List.copyOf(voices);
        names.values().forEach(name -> VoiceName.check("names", name));
        InvalidOption.check(
                names.values().stream().distinct().count() == names.size(),
                "names",
                String.join(", ", names.values()),
                "a name of their own for each; merge those who are one");
    }

    /** Without voices. */
    public SpeakerGrouping(SpeakerOptions options, List<List<String>> merges, Map<String, String> names) {
        this(options, merges, names, List.of());
    }

    /** The same with voices. */
    public SpeakerGrouping with(List<VoiceProfile> known) {
        return new SpeakerGrouping(options, merges, names, known);
    }
}
