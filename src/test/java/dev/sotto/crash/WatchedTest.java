package dev.sotto.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class WatchedTest {
    private static final Duration STEP_MAX = Duration.ofMillis(200);

    @Test
    void work_that_gets_further_may_last_longer_than_a_step() throws Exception {
        CountDownLatch done = new CountDownLatch(1);
        AtomicLong looks = new AtomicLong();
        long begin = System.nanoTime();
        String result = Watched.run(
                () -> {
                    done.await();
                    return "done";
                },
                () -> {
                    if (System.nanoTime() - begin > 2 * STEP_MAX.toNanos()) {
                        done.countDown();
                    }
                    return looks.incrementAndGet();
                },
                STEP_MAX);
        assertThat(result).isEqualTo("done");
    }

    @Test
    void work_that_gets_no_further_is_interrupted() throws InterruptedException {
        CountDownLatch interrupted = new CountDownLatch(1);
        assertThatThrownBy(() -> Watched.run(
                        () -> {
                            try {
                                new CountDownLatch(1).await();
                            } finally {
                                interrupted.countDown();
                            }
                            return "never";
                        },
                        () -> 7,
                        STEP_MAX))
                .isInstanceOf(TimeoutException.class)
                .hasMessage("got no further for PT0.2S, after step 7");
        interrupted.await();
    }

    @Test
    void fault_of_the_work_is_what_is_thrown() {
        assertThatThrownBy(() -> Watched.run(
                        () -> {
                            throw new IOException("broken");
                        },
                        () -> 0,
                        STEP_MAX))
                .isInstanceOf(IOException.class)
                .hasMessage("broken");
    }
}
