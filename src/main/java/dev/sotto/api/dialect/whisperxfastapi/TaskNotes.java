package dev.sotto.api.dialect.whisperxfastapi;

import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What of a request is found again in the metadata of its task. Immutable. */
record TaskNotes(TaskType type, Map<String, String> notes) {
    static final String TASK_TYPE = "task_type";
    static final String TASK_PARAMS = "task_params";
    static final String LANGUAGE = "language";
    static final String FILE_NAME = "file_name";
    static final String URL = "url";
    static final String CALLBACK_URL = "callback_url";

    TaskNotes {
        notes = Map.copyOf(notes);
    }

    static TaskNotes of(TaskType type) {
        return new TaskNotes(type, Map.of(TASK_TYPE, type.wireName()));
    }

    TaskNotes with(String name, Optional<String> value) {
        Map<String, String> all = new HashMap<>(notes);
        value.ifPresent(text -> all.put(name, text));
        return new TaskNotes(type, all);
    }

    TaskNotes with(JsonObject taskParams) {
        return with(TASK_PARAMS, Optional.of(taskParams.encode()));
    }
}
