/**
 * The whisperX REST service (pavelzbornik/whisperX-FastAPI): speech to text, its single steps, and tasks.
 */
@NullMarked
package dev.sotto.api.dialect.whisperxfastapi;

import org.jspecify.annotations.NullMarked;
