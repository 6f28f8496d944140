package dev.sotto.bus;

import dev.sotto.transcript.Speakers;
import dev.sotto.transcript.Transcript;
import java.util.List;

/**
 * Asks for a transcript whose words and segments have the speakers of given turns; both come from elsewhere.
 *
 * @param name by which logs call it
 * @param turns in any order, with names of speakers as they were given
 */
public record CombineRequest(String name, Transcript transcript, List<Speakers.Turn> turns) {
    public CombineRequest {
        turns = List.copyOf(turns);
    }
}
