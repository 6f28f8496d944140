package dev.sotto.transcript;

import java.util.List;
import java.util.Map;

/**
 * How speakers of a recording that was listened to are to be told apart.
 *
 * @param options how many there are
 * @param merges labels of speakers who are one, a list for each
 * @param names by label, as it is before any are merged; a name of one who is merged is that of all of them
 */
public record SpeakerGrouping(SpeakerOptions options, List<List<String>> merges, Map<String, String> names) {
    private static final int NAME_MAX = 64;
    private static final String NAME = "[\\p{L}\\p{N}][\\p{L}\\p{M}\\p{N} .,'_()-]*";

    public SpeakerGrouping {
        merges = merges.stream().map(List::copyOf).toList();
        names = Map.copyOf(names);
        names.forEach((label, name) -> InvalidOption.check(
                name.length() <= NAME_MAX && name.matches(NAME),
                "names",
                name,
                "letters, digits, blanks and . , ' _ ( ) -, at most %d, a letter or digit first".formatted(NAME_MAX)));
        InvalidOption.check(
                names.values().stream().distinct().count() == names.size(),
                "names",
                String.join(", ", names.values()),
                "a name of their own for each; merge those who are one");
    }
}
