package dev.sotto.api.sotto;

import dev.sotto.api.auth.Callers;
import dev.sotto.api.http.JsonBody;
import dev.sotto.api.http.JsonResponses;
import dev.sotto.api.http.Paging;
import dev.sotto.job.JobId;
import dev.sotto.job.port.JobFilter;
import dev.sotto.job.port.JobLibrary.Labels;
import dev.sotto.service.JobReader;
import dev.sotto.service.JobServices;
import dev.sotto.service.PageRequest;
import dev.sotto.service.RecordingLibrary;
import io.vertx.core.Handler;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;

/** The list of jobs, what their owner calls them, and tags. */
final class LibraryEndpoint {
    private final JobServices services;
    private final RecordingLibrary library;

    LibraryEndpoint(JobServices services) {
        this.services = services;
        this.library = services.library();
    }

    void addTo(Map<String, Handler<RoutingContext>> operations) {
        operations.put("listJobs", this::list);
        operations.put("labelJob", this::label);
        operations.put("listTags", this::tags);
    }

    private void list(RoutingContext context) {
        PageRequest page = Paging.request(context, JobReader.PAGE_MAX);
        JobFilter filter = JobListQuery.of(context, services.backend().models());
        library.list(Callers.of(context), filter, page, LibraryEndpoint::entry)
                .map(found -> {
                    JsonObject json = withProgress(Paging.page(found.page()));
                    return filter.search().isEmpty() ? json : json.put("is_whole", found.isWhole());
                })
                .onSuccess(json -> JsonResponses.ok(context, json))
                .onFailure(context::fail);
    }

    private static JsonObject entry(RecordingLibrary.Entry entry) {
        JsonObject json = withLabels(JobDocument.of(entry.job()), entry.labels());
        entry.excerpt().ifPresent(text -> json.put("excerpt", text));
        return json;
    }

    /** Adds the labels to a job's document. */
    static JsonObject withLabels(JsonObject job, Labels labels) {
        JsonArray tags = new JsonArray();
        labels.tags().forEach(tags::add);
        return job.put("title", labels.title()).put("tags", tags);
    }

    private JsonObject withProgress(JsonObject page) {
        for (Object json : page.getJsonArray("data")) {
            JsonObject job = (JsonObject) json;
            JobDocument.withProgress(job, services.watch().live(new JobId(job.getString("id"))));
        }
        return page;
    }

    private void label(RoutingContext context) {
        JobId id = JobReader.id(context.pathParam("job"));
        JsonBody.read(
                        services.vertx(),
                        context.request(),
                        services.config().http().idleTimeout())
                .compose(body -> library.label(Callers.of(context), id, LabelBody.of(body)))
                .onSuccess(labels -> JsonResponses.ok(
                        context,
                        withLabels(new JsonObject().put("object", "job.labels").put("id", id.value()), labels)))
                .onFailure(context::fail);
    }

    private void tags(RoutingContext context) {
        library.tags(Callers.of(context))
                .map(tags -> {
                    JsonArray data = new JsonArray();
                    tags.forEach(tag ->
                            data.add(new JsonObject().put("tag", tag.tag()).put("jobs", tag.jobs())));
                    return new JsonObject().put("object", "list").put("data", data);
                })
                .onSuccess(json -> JsonResponses.ok(context, json))
                .onFailure(context::fail);
    }
}
