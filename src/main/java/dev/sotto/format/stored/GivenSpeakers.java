package dev.sotto.format.stored;

import dev.sotto.transcript.Speakers;
import dev.sotto.transcript.Transcript;
import java.util.List;

/**
 * Words and speakers that somebody else found, as they lie where a job's recording would.
 *
 * @param transcript without speakers
 * @param turns who speaks when
 */
public record GivenSpeakers(Transcript transcript, List<Speakers.Turn> turns) {
    public GivenSpeakers {
        turns = List.copyOf(turns);
    }

    public String write() {
        return StoredJson.write(this);
    }

    /**
     * Reads one back.
     *
     * @throws IllegalArgumentException if the text is not one that {@link #write} made
     */
    public static GivenSpeakers read(String text) {
        return StoredJson.read(text, GivenSpeakers.class);
    }
}
