package dev.sotto.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Asks again until the answer fits; what is asked is a server, whose own answering paces the asking. */
public final class Eventually {
    private static final Duration LONGEST = Duration.ofSeconds(20);

    private static final Duration LONGEST_FOR_A_CONDITION = Duration.ofSeconds(10);

    private Eventually() {}

    /** Looks again every few milliseconds until it is so. */
    public static void holds(BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + LONGEST_FOR_A_CONDITION.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("deadline").isLessThan(end);
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }

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
