package dev.sotto.api.sotto;

import dev.sotto.api.auth.Callers;
import dev.sotto.api.http.JsonBody;
import dev.sotto.api.http.JsonResponses;
import dev.sotto.api.http.Paging;
import dev.sotto.edit.DocumentReader;
import dev.sotto.edit.EditedTranscript;
import dev.sotto.fault.FaultException;
import dev.sotto.job.JobId;
import dev.sotto.service.Faults;
import dev.sotto.service.JobReader;
import dev.sotto.service.JobServices;
import dev.sotto.service.TranscriptDocuments;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.Optional;

/** The edited document beside a job's transcript. What was taken is on disk before it is answered. */
final class TranscriptsEndpoint {
    private final JobServices services;
    private final TranscriptDocuments documents;

    TranscriptsEndpoint(JobServices services) {
        this.services = services;
        this.documents = services.documents();
    }

    void addTo(Map<String, Handler<RoutingContext>> operations) {
        operations.put("retrieveTranscript", this::document);
        operations.put("editTranscript", this::edit);
        operations.put("listTranscriptVersions", this::versions);
        operations.put("compareTranscriptVersions", this::difference);
    }

    private static JobId id(RoutingContext context) {
        return JobReader.id(context.pathParam("job"));
    }

    private void document(RoutingContext context) {
        JobId id = id(context);
        Optional<Integer> since = version(context, "since");
        documents
                .read(Callers.of(context), id, document -> body(id, document, since))
                .onSuccess(body -> send(context, body))
                .onFailure(context::fail);
    }

    private void edit(RoutingContext context) {
        JobId id = id(context);
        JsonBody.read(
                        services.vertx(),
                        context.request(),
                        services.config().http().idleTimeout())
                .compose(body -> {
                    TranscriptDocuments.Edits edits = OperationBody.of(body);
                    return documents.edit(
                            Callers.of(context), id, edits, document -> body(id, document, Optional.of(edits.base())));
                })
                .onSuccess(body -> send(context, body))
                .onFailure(context::fail);
    }

    /** A long one takes its time. */
    private static Buffer body(JobId id, EditedTranscript document, Optional<Integer> since) {
        since.ifPresent(version -> checkKnown("since", version, document));
        DocumentReader reader = new DocumentReader(document);
        return TranscriptJson.document(
                        id.value(), document, since.map(reader::since).orElseGet(reader::whole))
                .toBuffer();
    }

    private static void checkKnown(String field, int version, EditedTranscript document) {
        if (version > document.version()) {
            throw new FaultException(Faults.unexpected(field, version, "a version from 0 to " + document.version()));
        }
    }

    private static void send(RoutingContext context, Buffer body) {
        if (!context.response().closed()) {
            context.response()
                    .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                    .end(body);
        }
    }

    private void versions(RoutingContext context) {
        documents
                .versions(Callers.of(context), id(context), Paging.request(context, JobReader.PAGE_MAX))
                .map(page -> Paging.page(page.map(TranscriptJson::version)))
                .onSuccess(json -> JsonResponses.ok(context, json))
                .onFailure(context::fail);
    }

    private void difference(RoutingContext context) {
        JobId id = id(context);
        int from = version(context, "from").orElse(0);
        Optional<Integer> to = version(context, "to");
        documents
                .read(Callers.of(context), id, document -> difference(id, document, from, to))
                .onSuccess(json -> JsonResponses.ok(context, json))
                .onFailure(context::fail);
    }

    private static JsonObject difference(JobId id, EditedTranscript document, int from, Optional<Integer> to) {
        int until = to.orElse(document.version());
        checkKnown("to", until, document);
        if (from > until) {
            throw new FaultException(Faults.unexpected("from", from, "a version from 0 to " + until));
        }
        return TranscriptJson.difference(id.value(), from, until, new DocumentReader(document).difference(from, until));
    }

    private static Optional<Integer> version(RoutingContext context, String field) {
        return Paging.query(context, field).map(text -> {
            if (!text.matches("\\d{1,6}")) {
                throw new FaultException(Faults.unexpected(field, text, "the number of a version"));
            }
            return Integer.parseInt(text);
        });
    }
}
