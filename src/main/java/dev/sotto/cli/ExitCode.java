package dev.sotto.cli;

import dev.sotto.audio.AudioException;
import dev.sotto.fault.FaultCode;
import dev.sotto.model.ModelException;
import dev.sotto.transcript.TranscriptionException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;

/** What the process says to its caller when it ends. From 64 on the numbers are those of BSD's sysexits.h. */
final class ExitCode {
    static final int DONE = 0;
    static final int SOME_FAILED = 1;
    static final int USAGE = 2;
    static final int NOT_AUDIO = 65;
    static final int NO_SUCH_FILE = 66;
    static final int TOOL_MISSING = 69;
    static final int INTERNAL = 70;
    static final int CANNOT_WRITE = 74;
    static final int TRY_LATER = 75;
    static final int MODEL_OR_CONFIG = 78;
    static final int INTERRUPTED = 130;

    private ExitCode() {}

    /** Whether every further file would fail for the same reason. */
    static boolean endsTheRun(int code) {
        return switch (code) {
            case NOT_AUDIO, NO_SUCH_FILE, INTERNAL -> false;
            default -> true;
        };
    }

    static int of(Throwable failure) {
        if (failure instanceof CommandException e) {
            return e.exitCode();
        }
        if (failure instanceof TranscriptionException e) {
            return of(e.code());
        }
        if (failure instanceof AudioException e) {
            return of(e.code());
        }
        if (failure instanceof ModelException e) {
            return of(e);
        }
        if (failure instanceof NoSuchFileException) {
            return NO_SUCH_FILE;
        }
        return failure instanceof IOException || failure instanceof UncheckedIOException ? CANNOT_WRITE : INTERNAL;
    }

    static int of(FaultCode code) {
        return switch (code) {
            case EMPTY_FILE, INVALID_MEDIA, NO_AUDIO_STREAM, MEDIA_LIMIT_EXCEEDED -> NOT_AUDIO;
            case MEDIA_TOOL_FAILED -> TOOL_MISSING;
            case MODEL_NOT_FOUND, MODEL_INVALID -> MODEL_OR_CONFIG;
            case INVALID_OPTION -> USAGE;
            case QUEUE_FULL, ENGINE_BUSY -> TRY_LATER;
            case CANCELLED -> INTERRUPTED;
            default -> INTERNAL;
        };
    }

    private static int of(ModelException failure) {
        return switch (failure.error()) {
            case NAME_INVALID -> USAGE;
            case HUB_UNAVAILABLE, HUB_ANSWER_INVALID, DOWNLOAD_CORRUPT, PULL_IN_PROGRESS -> TRY_LATER;
            case DISK_FULL -> CANNOT_WRITE;
            case CANCELLED -> INTERRUPTED;
            default -> MODEL_OR_CONFIG;
        };
    }
}
