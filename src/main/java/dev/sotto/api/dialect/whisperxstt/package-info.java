/**
 * The WhisperX Transcription API (daffaputradamar/whisperx-stt-diarization): upload, status, result, delete.
 */
@NullMarked
package dev.sotto.api.dialect.whisperxstt;

import org.jspecify.annotations.NullMarked;
