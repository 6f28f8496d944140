/**
 * The HTTP surface: the router made from the OpenAPI contract, OpenAI's shapes and errors, the static pages. Runs on an
 * event loop and blocks nowhere; a transcription is asked for over the event bus. The only package that knows status
 * codes. Imported by {@code dev.sotto} alone.
 */
@NullMarked
package dev.sotto.api;

import org.jspecify.annotations.NullMarked;
