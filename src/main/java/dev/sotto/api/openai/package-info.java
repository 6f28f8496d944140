/**
 * OpenAI's audio API: transcriptions, translations, models.
 */
@NullMarked
package dev.sotto.api.openai;

import org.jspecify.annotations.NullMarked;
