package dev.sotto.api.http;

import dev.sotto.service.JobSubmitter;
import io.vertx.ext.web.RoutingContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Headers of answers about jobs. */
public final class JobHeaders {
    private static final Logger LOG = LoggerFactory.getLogger(JobHeaders.class);

    static final String JOB_ID = "x-sotto-job-id";
    /** Whether an earlier submission made the job: the same idempotency key, or identical work that stands for it. */
    static final String REPLAYED = "idempotent-replayed";

    private JobHeaders() {}

    /** Says which job a request has led to: in the answer to come, and in the log, whose further lines name the job. */
    public static void put(RoutingContext context, JobSubmitter.Receipt receipt) {
        String job = receipt.job().id().value();
        context.response().putHeader(JOB_ID, job).putHeader(REPLAYED, String.valueOf(!receipt.isNew()));
        LOG.info("{} {} {}", RequestIds.of(context), receipt.isNew() ? "makes job" : "joins job", job);
    }
}
