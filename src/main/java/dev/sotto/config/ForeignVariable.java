package dev.sotto.config;

import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * An environment variable of another server, and the setting that does the same.
 *
 * @param name of the variable; one that ends with {@code *} stands for all that begin so
 * @param systems that read it, separated by commas
 * @param key of our setting; empty where nothing has to be set
 * @param converter from its text to ours; throws {@link IllegalArgumentException} whose message says why it cannot be
 * @param remark what differs, or why nothing has to be set
 */
record ForeignVariable(
        String name, String systems, Optional<String> key, UnaryOperator<String> converter, String remark) {

    boolean matches(String variable) {
        return name.endsWith("*") ? variable.startsWith(name.substring(0, name.length() - 1)) : variable.equals(name);
    }
}
