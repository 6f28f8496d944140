package dev.sotto.engine;

import dev.sotto.engine.FindingFile.Dated;
import dev.sotto.engine.TypeBench.Rounds;
import dev.sotto.engine.TypeFinding.Verdict;
import dev.sotto.model.Dimensions;
import dev.sotto.torch.ComputeType;
import dev.sotto.torch.Processor;
import dev.sotto.torch.ProcessorKind;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What {@code auto} means: the type that is fastest on the processor's kind, unless timing here says otherwise clearly. What
 * is found is remembered by processor, library, kernels and shape of model; where the rounds disagree, the kind's type is
 * used, nothing is remembered, and idle moments are used to time again. Confined to the engine's thread, but for {@link #summaries}.
 */
public final class ComputeTypes {
    private static final Logger LOG = LoggerFactory.getLogger(ComputeTypes.class);

    /** What a start can bear, beside half a second of preparation; a round that has begun is finished. */
    static final Duration START_MAX = Duration.ofSeconds(2);

    static final int START_ROUNDS_MAX = 12;
    /** Between two rounds, whoever wants the engine gets it. */
    static final Duration IDLE_MAX = Duration.ofSeconds(10);

    static final int IDLE_ROUNDS_MAX = 24;

    private final FindingFile file;
    private final TypeBench bench;
    private final InstantSource clock;
    private final LongSupplier nanoTime;
    private final ComputeType expected;
    private final Map<String, Open> open = new HashMap<>(); // one a shape of the installed models
    private final Map<String, Dated> unwritten = new HashMap<>(); // found, where the file cannot be written

    /** @param nanoTime of a clock that never goes back */
    public ComputeTypes(FindingFile file, TypeBench bench, InstantSource clock, LongSupplier nanoTime) {
        this.file = file;
        this.bench = bench;
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.expected = ProcessorKind.of(bench.processor()).expected();
    }

    /** A question that the start left open. */
    private record Open(String model, Dimensions dimensions, IdleTries tries) {}

    private record Bounds(Duration timeMax, int roundsMax, BooleanSupplier isWanted) {}

    /**
     * A finding for a person.
     *
     * @param text what was found, when, and how sure
     */
    public record Summary(String text, boolean isSure) {}

    public Processor processor() {
        return bench.processor();
    }

    /**
     * The type with which to load a model now. Times it if nothing sure is remembered, with the calling thread's libtorch.
     *
     * @param model its name, for messages
     */
    public ComputeType choose(String model, Dimensions dimensions) {
        if (bench.candidates().equals(List.of(expected))) {
            LOG.info("compute type auto: {}, the only one for {}", expected, kind());
            return expected;
        }
        String key = key(dimensions);
        Optional<Dated> known = file.find(key)
                .or(() -> Optional.ofNullable(unwritten.get(key)))
                .filter(dated -> holds(dated.finding()));
        if (known.isPresent()) {
            LOG.info("compute type auto: {}", text(known.get()));
            return known.get().finding().chosen();
        }
        if (open.containsKey(key)) { // the text follows the type, so it stays while the question is open
            LOG.info("compute type auto: {}, as is usual on {}; not yet sure", expected, kind());
            return expected;
        }
        TypeFinding finding = measure(dimensions, new Bounds(START_MAX, START_ROUNDS_MAX, () -> false));
        keep(key, model, finding);
        if (!finding.isSure()) {
            open.put(key, new Open(model, dimensions, new IdleTries(nanoTime.getAsLong())));
        }
        return finding.chosen();
    }

    private boolean holds(TypeFinding finding) {
        return finding.isSure()
                && finding.expected() == expected
                && bench.candidates().contains(finding.chosen());
    }

    /**
     * Times again what a start left open, if it is time to. What is found is for the next load: no loaded model changes.
     *
     * @param isWanted whether somebody waits for this thread; asked between rounds
     */
    public void whileIdle(BooleanSupplier isWanted) {
        for (Map.Entry<String, Open> each : List.copyOf(open.entrySet())) {
            Open question = each.getValue();
            if (question.tries().take(nanoTime.getAsLong())) {
                TypeFinding finding = measure(question.dimensions(), new Bounds(IDLE_MAX, IDLE_ROUNDS_MAX, isWanted));
                keep(each.getKey(), question.model(), finding);
                if (finding.isSure()) {
                    open.remove(each.getKey());
                }
                return; // one at a time
            }
        }
    }

    private TypeFinding measure(Dimensions dimensions, Bounds bounds) {
        TypeComparison comparison = new TypeComparison(expected, bench.candidates());
        try (Rounds rounds = bench.open(dimensions)) {
            long start = nanoTime.getAsLong();
            while (!comparison.isDecided()
                    && comparison.rounds() < bounds.roundsMax()
                    && nanoTime.getAsLong() - start < bounds.timeMax().toNanos()
                    && !bounds.isWanted().getAsBoolean()) {
                comparison.add(rounds.round());
            }
        }
        return comparison.finding();
    }

    /** One that is not sure is kept for whoever asks what was found; no start goes by it. */
    private void keep(String key, String model, TypeFinding finding) {
        Dated dated = new Dated(model, clock.instant(), finding);
        if (finding.verdict() == Verdict.OVERTURNED) {
            LOG.warn("compute type auto: {}; usual on {} is {}", text(dated), kind(), expected);
        } else {
            LOG.info("compute type auto: {}; usual on {} is {}", text(dated), kind(), expected);
        }
        if (!file.keep(key, dated) && finding.isSure()) {
            unwritten.put(key, dated);
        }
    }

    /** What is usual on this processor, and what was found for each shape of model. Loads the library. Any thread. */
    public List<Summary> summaries() {
        String usual = "auto: %s is usual on %s".formatted(expected, kind());
        List<Dated> found = file.findAll(machine());
        if (found.isEmpty()) {
            boolean isAlone = bench.candidates().equals(List.of(expected));
            return List.of(new Summary(usual + (isAlone ? ", and the only one" : "; not measured yet"), true));
        }
        return found.stream()
                .map(dated -> new Summary(usual + "; " + text(dated), holds(dated.finding())))
                .collect(Collectors.toList());
    }

    private String text(Dated dated) {
        return "%s: %s, on %s"
                .formatted(
                        dated.model(),
                        dated.finding().summary(),
                        dated.measured().truncatedTo(ChronoUnit.SECONDS));
    }

    private String kind() {
        return ProcessorKind.of(bench.processor()).toString();
    }

    private String key(Dimensions dimensions) {
        return String.format(
                Locale.ROOT,
                "%s.width-%d.layers-%d-%d",
                machine(),
                dimensions.width(),
                dimensions.encoder().layers(),
                dimensions.decoder().layers());
    }

    private String machine() {
        Processor processor = bench.processor();
        String all = processor.model() + new TreeSet<>(processor.flags()) + bench.kernels();
        return String.format(Locale.ROOT, "%08x", all.hashCode());
    }
}
