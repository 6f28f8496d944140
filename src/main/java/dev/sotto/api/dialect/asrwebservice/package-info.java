/**
 * whisper-asr-webservice: {@code /asr} and {@code /detect-language}.
 */
@NullMarked
package dev.sotto.api.dialect.asrwebservice;

import org.jspecify.annotations.NullMarked;
