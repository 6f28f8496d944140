package dev.sotto.api.dialect;

import dev.sotto.transcript.SaidBy;
import dev.sotto.transcript.Speakers;
import dev.sotto.transcript.Transcript;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Speakers as pyannote calls them: {@code SPEAKER_00}, {@code SPEAKER_01} and so on; one who was given a name keeps it. */
public final class SpeakerNames {
    private final Map<String, String> byLabel = new HashMap<>();

    private SpeakerNames() {}

    /** Of nobody, where speakers were not told apart. */
    public static SpeakerNames of(Transcript transcript) {
        SpeakerNames names = new SpeakerNames();
        List<Speakers.Summary> speakers =
                transcript.speakers().map(Speakers::speakers).orElse(List.of());
        for (int i = 0; i < speakers.size(); i++) {
            String label = speakers.get(i).speaker();
            boolean isPlain = label.equals(Speakers.label(i));
            names.byLabel.put(label, isPlain ? String.format(Locale.ROOT, "SPEAKER_%02d", i) : label);
        }
        return names;
    }

    /** One who speaks. */
    public String of(String label) {
        return byLabel.getOrDefault(label, label);
    }

    /** Whoever says a word or a segment; empty where nobody is known to. */
    public Optional<String> of(Optional<SaidBy> saidBy) {
        return saidBy.flatMap(SaidBy::speaker).map(this::of);
    }
}
