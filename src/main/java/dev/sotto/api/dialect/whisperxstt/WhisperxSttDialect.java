package dev.sotto.api.dialect.whisperxstt;

import dev.sotto.api.dialect.Dialect;
import dev.sotto.api.dialect.Dialect.Operation;
import dev.sotto.api.http.HttpParts;
import dev.sotto.service.JobServices;
import java.util.List;

/** Makes the dialect of whisperx-stt-diarization. */
public final class WhisperxSttDialect {
    public static final String NAME = "whisperx-stt";

    private WhisperxSttDialect() {}

    /**
     * The surface with all of its operations.
     *
     * @param version of this server
     */
    public static Dialect of(HttpParts http, JobServices services, String version) {
        UploadEndpoint upload = new UploadEndpoint(http, services);
        TasksEndpoint tasks = new TasksEndpoint(services);
        ServerEndpoint server = new ServerEndpoint(services, version);
        return new Dialect(
                NAME,
                new WhisperxSttErrors(services.config().http().upload().bytesMax()),
                List.of(
                        Operation.open("index", server::index),
                        Operation.open("health", server::health),
                        Operation.audio("uploadAudio", upload::upload),
                        Operation.keyed("getTaskStatus", tasks::status),
                        Operation.keyed("getTaskResult", tasks::result),
                        Operation.keyed("deleteTask", tasks::delete)));
    }
}
