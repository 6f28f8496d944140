package dev.sotto.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("inference")
class MissingDeviceTest {
    @Test
    void a_graphics_card_that_is_not_there_is_refused_with_what_is_there_and_what_to_set() {
        assertThatThrownBy(() -> TorchRuntime.device("cuda:99"))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .matches(
                        "device cuda:99 is not there: the native library sees \\d+ GPUs; set the device to cpu or auto");
        assertThat(TorchRuntime.device("cpu")).isEqualTo("cpu");
    }
}
