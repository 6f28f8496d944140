package dev.sotto.diarize;

import dev.sotto.transcript.VoiceProfile;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which speakers have which known voice. A speaker is called by a voice only where it is like that one and clearly less like
 * any other: nobody is forced to be somebody.
 */
public final class VoiceRules {
    /** Cosine from which on two vectors may be of one voice: of 9,000 trials with two voices none reached it. */
    static final double LIKENESS_MIN = 0.48;

    /** So much less like any other known voice a speaker must be. */
    static final double MARGIN = 0.15;

    private VoiceRules() {}

    /**
     * What a speaker is called.
     *
     * @param likeness cosine with the voice of that name
     */
    public record Match(String name, double likeness) {}

    private record Claim(int speaker, Match match) {}

    /**
     * By number of speaker; no name is given twice, since the one who is most like it has it. Voices of another size than the
     * speakers' are of another network, and passed over.
     *
     * @param profiles those of one name are one voice, which is their mean
     */
    public static Map<Integer, Match> match(List<Speaker> speakers, List<VoiceProfile> profiles) {
        Map<String, double[]> voices = voices(profiles);
        List<Claim> claims = new ArrayList<>();
        for (Speaker speaker : speakers) {
            best(speaker, voices).ifPresent(match -> claims.add(new Claim(speaker.number(), match)));
        }
        claims.sort(Comparator.comparingDouble((Claim claim) -> -claim.match().likeness())
                .thenComparingInt(Claim::speaker));
        Map<Integer, Match> matches = new HashMap<>();
        Set<String> given = new HashSet<>();
        for (Claim claim : claims) {
            if (given.add(claim.match().name())) {
                matches.put(claim.speaker(), claim.match());
            }
        }
        return matches;
    }

    private static Map<String, double[]> voices(List<VoiceProfile> profiles) {
        Map<String, double[]> voices = new LinkedHashMap<>();
        for (VoiceProfile profile : profiles) {
            double[] vector =
                    profile.vector().stream().mapToDouble(Double::doubleValue).toArray();
            double[] sum = voices.computeIfAbsent(profile.name(), name -> new double[vector.length]);
            if (sum.length == vector.length) {
                Vectors.addTimes(sum, 1, Vectors.unit(vector));
            }
        }
        voices.values().forEach(Vectors::unit);
        return voices;
    }

    private static Optional<Match> best(Speaker speaker, Map<String, double[]> voices) {
        double second = -1;
        Match best = new Match("", -1);
        for (Map.Entry<String, double[]> voice : voices.entrySet()) {
            if (voice.getValue().length != speaker.voice().length || speaker.voice().length == 0) {
                continue;
            }
            double likeness = Vectors.dot(voice.getValue(), speaker.voice());
            if (likeness > best.likeness()) {
                second = best.likeness();
                best = new Match(voice.getKey(), likeness);
            } else {
                second = Math.max(second, likeness);
            }
        }
        boolean isClear = best.likeness() >= LIKENESS_MIN && best.likeness() - second >= MARGIN;
        return isClear ? Optional.of(best) : Optional.empty();
    }
}
