package dev.sotto.cli;

import dev.sotto.transcript.SearchOptions;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import picocli.CommandLine.Option;

/** How many hypotheses a window is given; named as in openai/whisper's own command, but off unless asked for. */
final class SearchArguments {
    @Option(
            names = "--beam-size",
            paramLabel = "N",
            description = "beams at temperature 0, 1 to 16 (default: none, the likeliest token each time)")
    private Optional<Integer> beamSize = Optional.empty();

    @Option(
            names = "--best-of",
            paramLabel = "N",
            description = "samples at temperatures above 0, of which the best wins, 1 to 16 (default: 1)")
    private Optional<Integer> bestOf = Optional.empty();

    @Option(
            names = "--patience",
            paramLabel = "N",
            description = "times the beams, so many hypotheses must end before a search does (default: 1)")
    private Optional<Double> patience = Optional.empty();

    @Option(
            names = "--length-penalty",
            paramLabel = "ALPHA",
            description = "exponent of Google's length penalty, 0 to 1 (default: rank by log probability a token)")
    private Optional<Double> lengthPenalty = Optional.empty();

    /** @throws IllegalArgumentException saying which option is wrong, and why */
    SearchOptions options() {
        try {
            return new SearchOptions(integer(beamSize), integer(bestOf), number(patience), number(lengthPenalty));
        } catch (IllegalArgumentException e) {
            // The wire's names, written as this command's.
            throw new IllegalArgumentException(
                    "--" + String.valueOf(e.getMessage()).replaceAll("(beam|best|length)_(size|of|penalty)", "$1-$2"),
                    e);
        }
    }

    private static OptionalInt integer(Optional<Integer> value) {
        return value.map(OptionalInt::of).orElse(OptionalInt.empty());
    }

    private static OptionalDouble number(Optional<Double> value) {
        return value.map(OptionalDouble::of).orElse(OptionalDouble.empty());
    }
}
