package dev.sotto.config;

/**
 * One setting as a server takes it.
 *
 * @param key such as {@code http.port}
 * @param value as it is written in the environment; paths absolute; a secret that is set as {@value #HIDDEN}
 * @param origin {@value #DEFAULT}, {@code FILE:LINE} or the name of an environment variable
 */
public record SettingInForce(String key, String value, String origin) {
    static final String DEFAULT = "default";
    static final String HIDDEN = "***";
}
