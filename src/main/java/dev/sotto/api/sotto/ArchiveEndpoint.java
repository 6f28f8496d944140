package dev.sotto.api.sotto;

import dev.sotto.api.auth.Callers;
import dev.sotto.api.http.JobResult;
import dev.sotto.api.http.JsonBody;
import dev.sotto.fault.FaultException;
import dev.sotto.format.TranscriptFormat;
import dev.sotto.job.Job;
import dev.sotto.job.JobId;
import dev.sotto.job.JobState;
import dev.sotto.job.port.JobLibrary.Labels;
import dev.sotto.service.Caller;
import dev.sotto.service.Faults;
import dev.sotto.service.JobReader;
import dev.sotto.service.JobServices;
import dev.sotto.service.JobTranscript;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Many transcripts as one zip file. One transcript at a time is read, and written before the next is read, so that what is held
 * does not grow with their number.
 */
final class ArchiveEndpoint {
    private static final int JOBS_MAX = 100;

    private final JobServices services;

    ArchiveEndpoint(JobServices services) {
        this.services = services;
    }

    private record Wanted(List<JobId> jobs, TranscriptFormat format, boolean isEdited, JobResult.Shown shown) {}

    void archive(RoutingContext context) {
        Caller caller = Callers.of(context);
        HttpServerResponse response = context.response();
        JsonBody.read(
                        services.vertx(),
                        context.request(),
                        services.config().http().idleTimeout())
                .map(ArchiveEndpoint::wanted)
                .compose(wanted -> check(caller, wanted.jobs(), 0).compose(checked -> {
                    response.setChunked(true)
                            .putHeader(HttpHeaders.CONTENT_TYPE, "application/zip")
                            .putHeader("content-disposition", "attachment; filename=\"transcripts.zip\"");
                    return write(caller, wanted, new ArchiveWriter(), response, 0);
                }))
                .onFailure(e -> {
                    if (response.headWritten()) {
                        response.reset(); // it must not look whole
                    } else {
                        response.setChunked(false);
                        response.headers().remove("content-disposition");
                        context.fail(e);
                    }
                });
    }

    private static Wanted wanted(JsonObject body) {
        if (!(body.getValue("jobs") instanceof JsonArray list) || list.isEmpty() || list.size() > JOBS_MAX) {
            throw new FaultException(
                    Faults.invalidValue("jobs", "jobs must be a list of 1 to %d ids of jobs.".formatted(JOBS_MAX)));
        }
        Set<JobId> jobs = new LinkedHashSet<>();
        list.forEach(id -> jobs.add(JobReader.id(String.valueOf(id))));
        String format = String.valueOf(body.getValue("format", TranscriptFormat.TEXT.wireName()));
        return new Wanted(
                List.copyOf(jobs),
                JobsEndpoint.format("format", format),
                JobsEndpoint.isEdited(String.valueOf(body.getValue("document", "raw"))),
                new JobResult.Shown(flag(body, "speakers"), flag(body, "times")));
    }

    private static boolean flag(JsonObject body, String field) {
        if (body.getValue(field, true) instanceof Boolean flag) {
            return flag;
        }
        throw new FaultException(Faults.unexpected(field, String.valueOf(body.getValue(field)), "true or false"));
    }

    /** That each is there and has a result, before the first byte is written. */
    private Future<Void> check(Caller caller, List<JobId> jobs, int index) {
        if (index == jobs.size()) {
            return Future.succeededFuture();
        }
        return services.reader().find(caller, jobs.get(index)).compose(job -> {
            if (job.state() != JobState.SUCCEEDED) {
                return Future.failedFuture(new FaultException(Faults.noResult(job)));
            }
            return check(caller, jobs, index + 1);
        });
    }

    private Future<Void> write(
            Caller caller, Wanted wanted, ArchiveWriter archive, HttpServerResponse response, int index) {
        if (index == wanted.jobs().size()) {
            return response.end(archive.end());
        }
        JobId id = wanted.jobs().get(index);
        return services.reader()
                .find(caller, id)
                .compose(job -> services.library()
                        .labels(caller, id)
                        .compose(labels ->
                                result(caller, wanted, id, found -> add(archive, wanted, job, labels, found))))
                .compose(response::write)
                .compose(written -> write(caller, wanted, archive, response, index + 1));
    }

    private <T> Future<T> result(Caller caller, Wanted wanted, JobId id, Function<JobTranscript, T> document) {
        return wanted.isEdited()
                ? services.documents().result(caller, id, document)
                : services.reader().result(caller, id, document);
    }

    private static Buffer add(ArchiveWriter archive, Wanted wanted, Job job, Labels labels, JobTranscript found) {
        String title = labels.title().isEmpty() ? job.id().value() : labels.title();
        Buffer document = JobResult.of(
                        found, Optional.of(wanted.format()), found.request().document(), wanted.shown())
                .document();
        return archive.add(title, wanted.format().fileExtension(), job.createdAt(), document);
    }
}
