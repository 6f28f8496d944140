package dev.sotto.cli;

/**
 * A setting in force.
 *
 * @param value of a secret only whether it is set
 * @param origin {@code default}, {@code FILE:LINE} or an environment variable
 */
public record SettingLine(String key, String value, String origin) {}
