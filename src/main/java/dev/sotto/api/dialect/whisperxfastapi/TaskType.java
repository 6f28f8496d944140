package dev.sotto.api.dialect.whisperxfastapi;

import dev.sotto.format.stored.StoredRequest;
import java.util.Arrays;

/** What a task does, as {@code metadata.task_type} says it. */
enum TaskType {
    FULL_PROCESS("full_process"),
    TRANSCRIPTION("transcription"),
    ALIGNMENT("transcription_alignment"),
    DIARIZATION("diarization"),
    COMBINATION("combine_transcript&diarization");

    private final String wireName;

    TaskType(String wireName) {
        this.wireName = wireName;
    }

    String wireName() {
        return wireName;
    }

    /** Of a job of another surface, by what it was asked for. */
    static TaskType of(StoredRequest request) {
        String noted = request.notes().getOrDefault(TaskNotes.TASK_TYPE, "");
        TaskType guessed = request.options().speakers().diarize() ? FULL_PROCESS : TRANSCRIPTION;
        return Arrays.stream(values())
                .filter(type -> type.wireName.equals(noted))
                .findFirst()
                .orElse(guessed);
    }
}
