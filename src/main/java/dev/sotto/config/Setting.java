package dev.sotto.config;

import java.util.Locale;
import java.util.function.Function;

/**
 * One key with its default and the way its text is understood.
 *
 * @param key path in the file, such as {@code http.upload.bytes-max}
 * @param defaultText as it stands in the shipped file
 * @param parser throws {@link IllegalArgumentException} whose message continues "key: VALUE; "
 */
record Setting<T>(String key, String defaultText, boolean isSecret, Function<String, T> parser) {

    /**
     * Whether a text can be its value.
     *
     * @throws IllegalArgumentException if not; the message continues "key: VALUE; "
     */
    void check(String text) {
        var unused = parser.apply(text);
    }

    /** {@code http.upload.bytes-max} becomes {@code SOTTO_HTTP_UPLOAD_BYTES_MAX}. */
    String environmentName() {
        return environmentName(key);
    }

    static String environmentName(String key) {
        return "SOTTO_" + key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }
}
