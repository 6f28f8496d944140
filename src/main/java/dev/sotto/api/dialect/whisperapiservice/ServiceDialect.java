package dev.sotto.api.dialect.whisperapiservice;

import dev.sotto.api.dialect.Dialect;
import dev.sotto.api.dialect.Dialect.Operation;
import dev.sotto.api.dialect.Pages;
import dev.sotto.api.http.HttpParts;
import dev.sotto.service.JobServices;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/** Makes the dialect of whisper-api-service. */
public final class ServiceDialect {
    public static final String NAME = "whisper-api-service";

    private final Pages pages =
            new Pages("dialect/" + NAME, List.of("index.html", "docs.html", "page.js", "style.css"));
    private final TasksEndpoint tasks;

    public ServiceDialect(HttpParts http, JobServices services) {
        this.tasks = new TasksEndpoint(http, services);
    }

    public Dialect dialect() {
        return new Dialect(
                NAME,
                new ServiceErrors(),
                List.of(
                        Operation.open("page", this::page),
                        Operation.open("fieldDocs", pages.page("docs.html")),
                        Operation.open("file", pages::file),
                        Operation.audio("transcribe", tasks::transcribe),
                        Operation.keyed("taskStatus", tasks::status)));
    }

    /** The status of a job, for where dialects share that path. */
    public Handler<RoutingContext> status() {
        return tasks::status;
    }

    /** Its page for people. */
    public void page(RoutingContext context) {
        pages.page("index.html").handle(context);
    }
}
