package dev.sotto.crash;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What came out of a {@link CrashRun}. */
public record CrashReport(int rounds, Jobs jobs, Events events) {
    /**
     * What became of those that were sent.
     *
     * @param lost acknowledged, and not known afterwards
     * @param inLimbo acknowledged, and neither waiting for anything nor ended
     * @param otherwiseEnded than well
     * @param twice jobs that no key names, or keys that share one
     * @param wrongText results that differ from those of a run without kills
     * @param orphans recordings on disk that no job needs
     * @param repeated jobs with more than one attempt
     * @param resumed jobs that went on behind stored windows
     * @param resumedWrong of these, jobs with a wrong text
     */
    public record Jobs(
            int acknowledged,
            int lost,
            int inLimbo,
            int otherwiseEnded,
            int twice,
            int wrongText,
            int orphans,
            int repeated,
            int resumed,
            int resumedWrong) {}

    /**
     * What came to the receiver of webhooks.
     *
     * @param owed registrations that were acknowledged: each is owed one event
     * @param delivered of these, how many were answered 200 at least once
     * @param pending deliveries that the server still means to make
     * @param requests all that arrived
     * @param badlyAnswered of these, how many were refused, cut off or kept waiting
     * @param wrongBody requests that tell of another job, end or text
     * @param badSignature requests that the official library refuses
     * @param changedBody events whose body differed between two requests
     * @param twice registrations that were told of two events
     */
    public record Events(
            int owed,
            int delivered,
            int pending,
            int requests,
            int badlyAnswered,
            int wrongBody,
            int badSignature,
            int changedBody,
            int twice) {}

    /** What must be 0, by what it counts. */
    private Map<String, Integer> bad() {
        Map<String, Integer> bad = new LinkedHashMap<>();
        bad.put("acknowledged jobs lost", jobs.lost());
        bad.put("jobs made twice", jobs.twice());
        bad.put("jobs in limbo", jobs.inLimbo());
        bad.put("jobs ended otherwise than well", jobs.otherwiseEnded());
        bad.put("texts unequal to uninterrupted ones", jobs.wrongText());
        bad.put("resumed texts unequal to uninterrupted ones", jobs.resumedWrong());
        bad.put("recordings left without a job", jobs.orphans());
        bad.put("events owed and not delivered", events.owed() - events.delivered());
        bad.put("deliveries still pending", events.pending());
        bad.put("requests with a wrong body", events.wrongBody());
        bad.put("requests with a bad signature", events.badSignature());
        bad.put("event ids whose body differed", events.changedBody());
        bad.put("webhooks told of two events", events.twice());
        return bad;
    }

    private Map<String, Integer> told() {
        Map<String, Integer> told = new LinkedHashMap<>();
        told.put("kills", rounds);
        told.put("jobs acknowledged", jobs.acknowledged());
        told.put("jobs with more than one attempt", jobs.repeated());
        told.put("jobs resumed behind stored windows", jobs.resumed());
        told.put("events owed", events.owed());
        told.put("events delivered at least once", events.delivered());
        told.put("requests at the receiver", events.requests());
        told.put("requests answered badly on purpose", events.badlyAnswered());
        return told;
    }

    public boolean isClean() {
        return bad().values().stream().allMatch(count -> count == 0);
    }

    /** A line for each count; what must be 0 comes last. */
    public String text() {
        StringBuilder text = new StringBuilder();
        told().forEach((name, count) -> text.append(line(name, count, "")));
        bad().forEach((name, count) -> text.append(line(name, count, count == 0 ? "" : "  <- must be 0")));
        return text.toString();
    }

    private static String line(String name, int count, String remark) {
        return String.format(Locale.ROOT, "%-46s %6d%s%n", name, count, remark);
    }
}
