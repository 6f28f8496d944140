package dev.sotto.api.dialect.insanelyfast;

import dev.sotto.format.stored.StoredRequest;
import dev.sotto.job.Job;
import dev.sotto.job.JobId;
import dev.sotto.service.Caller;
import dev.sotto.service.JobReader;
import io.vertx.core.Future;

/** Tasks by the ids that their callers give them, or by the ids of their jobs. */
final class TaskIds {
    /** What is stored of a caller's own id. */
    static final String NOTE = "managed_task_id";

    private static final String KEY = NOTE + " ";

    private TaskIds() {}

    /** The idempotency key of a task with an id of its own. */
    static String key(String managedId) {
        return KEY + managedId;
    }

    /** As the caller knows it. */
    static String of(Job job, StoredRequest request) {
        return request.notes().getOrDefault(NOTE, job.id().value());
    }

    /** The job that a caller means; fails with {@code JOB_NOT_FOUND}. */
    static Future<JobId> find(JobReader reader, Caller caller, String id) {
        return reader.findByKey(caller, key(id)).map(Job::id).recover(unknown -> {
            try {
                return reader.find(caller, JobReader.id(id)).map(Job::id);
            } catch (RuntimeException e) {
                return Future.failedFuture(e);
            }
        });
    }
}
