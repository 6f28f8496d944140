package dev.sotto.api.dialect.insanelyfast;

import dev.sotto.api.dialect.Dialect;
import dev.sotto.api.dialect.Dialect.Operation;
import dev.sotto.api.http.HttpParts;
import dev.sotto.service.JobServices;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/** Makes the dialect of insanely-fast-whisper-api. */
public final class InsanelyFastDialect {
    public static final String NAME = "insanely-fast-whisper";

    private InsanelyFastDialect() {}

    public static Dialect of(HttpParts http, JobServices services) {
        TasksEndpoint tasks = new TasksEndpoint(services);
        TranscribeEndpoint transcribe = new TranscribeEndpoint(http, services);
        return new Dialect(
                NAME,
                new InsanelyFastErrors(),
                List.of(
                        Operation.audio("transcribe", transcribe::transcribe),
                        Operation.keyed("listTasks", tasks::list),
                        Operation.keyed("getTaskStatus", tasks::status),
                        Operation.keyed("cancelTask", tasks::cancel)));
    }

    /** Answers {@code /status/{task_id}}, for where dialects share that path. */
    public static Handler<RoutingContext> status(JobServices services) {
        return new TasksEndpoint(services)::status;
    }

    /** The idempotency key of a task that its caller gave an id. */
    public static String keyOf(String managedTaskId) {
        return TaskIds.key(managedTaskId);
    }
}
