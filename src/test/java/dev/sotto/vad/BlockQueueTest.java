package dev.sotto.vad;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.transcript.WorkClass;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class BlockQueueTest {
    private final Queue<Runnable> thread = new ArrayDeque<>();
    private final BlockQueue queue = new BlockQueue(thread::add);
    private final List<String> heard = new ArrayList<>();

    private void submit(WorkClass workClass, String name) {
        queue.submit(workClass, () -> heard.add(name));
    }

    private void run() {
        for (Runnable next = thread.poll(); next != null; next = thread.poll()) {
            next.run();
        }
    }

    @Test
    void an_interactive_block_goes_before_bulk_blocks_that_came_first() {
        submit(WorkClass.BULK, "bulk 1");
        submit(WorkClass.BULK, "bulk 2");
        submit(WorkClass.INTERACTIVE, "clip");
        run();
        assertThat(heard).containsExactly("clip", "bulk 1", "bulk 2");
    }

    @Test
    void while_both_wait_every_fourth_block_is_a_bulk_one() {
        for (int i = 0; i < 3; i++) {
            submit(WorkClass.BULK, "bulk");
        }
        for (int i = 0; i < 7; i++) {
            submit(WorkClass.INTERACTIVE, "clip");
        }
        run();
        assertThat(heard)
                .containsExactly("clip", "clip", "clip", "bulk", "clip", "clip", "clip", "bulk", "clip", "bulk");
    }

    @Test
    void interactive_blocks_that_nobody_waited_for_are_not_counted() {
        for (int i = 0; i < 5; i++) {
            submit(WorkClass.INTERACTIVE, "before");
        }
        run();
        submit(WorkClass.BULK, "bulk");
        submit(WorkClass.INTERACTIVE, "clip");
        run();
        assertThat(heard).endsWith("clip", "bulk");
    }
}
