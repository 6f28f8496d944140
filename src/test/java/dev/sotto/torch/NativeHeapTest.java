package dev.sotto.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.sotto.bench.MachineFacts;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("inference")
class NativeHeapTest {
    private static final int ARRAYS = 4000;
    private static final int NUMBERS = 16 * 1024; // 64 KiB, which glibc never maps on its own

    @Test
    void what_was_freed_between_what_stays_is_given_back() throws IOException {
        assumeThat(System.getProperty("os.name"))
                .as("the C library that keeps it is Linux's")
                .isEqualTo("Linux");
        try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
            List<NDArray> arrays = new ArrayList<>();
            float[] values = new float[NUMBERS];
            for (int i = 0; i < ARRAYS; i++) {
                arrays.add(manager.create(values).add(1));
            }
            for (int i = 0; i < ARRAYS; i++) {
                if (i % 50 != 0) {
                    arrays.get(i).close();
                }
            }
            long before = MachineFacts.memoryMebibytes("RssAnon");
            NativeHeap.trim();
            assertThat(before - MachineFacts.memoryMebibytes("RssAnon")).isGreaterThan(100);
        }
    }
}
