/**
 * whisper-api-server: OpenAI's transcription with fields of its own, and tasks that are asked for page by page or told by a
 * webhook.
 */
@NullMarked
package dev.sotto.api.dialect.whisperapiserver;

import org.jspecify.annotations.NullMarked;
