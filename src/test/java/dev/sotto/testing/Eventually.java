package dev.sotto.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Asks again until the answer fits; what is asked is a server, whose own answering paces the asking. */
public final class Eventually {
    private static final Duration LONGEST = Duration.ofSeconds(20);

    private Eventually() {}

    public static <T> T get(Supplier<T> asked, Predicate<T> fits) {
        long end = System.nanoTime() + LONGEST.toNanos();
        T answer = asked.get();
        while (!fits.test(answer) && System.nanoTime() < end) {
            answer = asked.get();
        }
        assertThat(fits.test(answer)).as("the last answer was %s", answer).isTrue();
        return answer;
    }
}
