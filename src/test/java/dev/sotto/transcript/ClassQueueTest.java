package dev.sotto.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClassQueueTest {
    private final ClassQueue<String> queue = new ClassQueue<>();

    private void add(WorkClass workClass, String... items) {
        for (String item : items) {
            queue.add(workClass, item);
        }
    }

    private List<String> all() {
        List<String> taken = new ArrayList<>();
        while (!queue.isEmpty()) {
            String next = queue.peek();
            assertThat(queue.poll()).isEqualTo(next);
            taken.add(next);
        }
        return taken;
    }

    @Test
    void every_fourth_is_bulk_while_both_wait_and_each_class_keeps_its_order() {
        add(WorkClass.BULK, "b1", "b2", "b3");
        add(WorkClass.INTERACTIVE, "i1", "i2", "i3", "i4", "i5");
        assertThat(all()).containsExactly("i1", "i2", "i3", "b1", "i4", "i5", "b2", "b3");
    }

    @Test
    void interactive_ones_that_kept_no_bulk_one_waiting_are_not_counted() {
        add(WorkClass.INTERACTIVE, "i1", "i2", "i3");
        all();
        add(WorkClass.BULK, "b1");
        add(WorkClass.INTERACTIVE, "i4");
        assertThat(all()).containsExactly("i4", "b1");
    }

    @Test
    void who_waits_no_more_is_not_taken() {
        add(WorkClass.BULK, "b1", "gone");
        add(WorkClass.INTERACTIVE, "gone", "i1");
        queue.removeIf("gone"::equals);
        assertThat(all()).containsExactly("i1", "b1");
        assertThat(queue.peek()).isNull();
        assertThat(queue.poll()).isNull();
    }
}
