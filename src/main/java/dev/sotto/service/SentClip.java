package dev.sotto.service;

/**
 * A clip of a known voice as it came with a request.
 *
 * @param field that it came in, with its place among those of its name
 * @param name of the speaker
 * @param url a data URL (RFC 2397) whose content is written as base64
 */
public record SentClip(String field, String name, String url) {}
