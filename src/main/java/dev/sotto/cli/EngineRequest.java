package dev.sotto.cli;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * What engine a command wants; what is empty stands as the settings say.
 *
 * @param model name, alias or folder
 * @param device {@code auto}, {@code cpu}, {@code cuda} or {@code cuda:N}
 * @param computeType {@code auto}, {@code float32}, {@code bfloat16}, {@code float16} or {@code int8}
 * @param threads of the native library
 */
public record EngineRequest(
        Optional<String> model, Optional<String> device, Optional<String> computeType, OptionalInt threads) {}
