/**
 * The Insanely Fast Whisper API (JigsawStack/insanely-fast-whisper-api): recordings from URLs, waited for or told of by webhook.
 */
@NullMarked
package dev.sotto.api.dialect.insanelyfast;

import org.jspecify.annotations.NullMarked;
