package dev.sotto.service;

import dev.sotto.job.Checkpoint;
import dev.sotto.job.Job;
import dev.sotto.job.JobId;
import dev.sotto.job.JobSpec;
import dev.sotto.job.Tenant;
import dev.sotto.job.port.EndpointRegistration;
import dev.sotto.job.port.JobAnswer;
import dev.sotto.job.port.JobQuery;
import dev.sotto.job.port.OutboxEntry;
import dev.sotto.job.port.Submission;
import dev.sotto.job.port.TenantJobs;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** A real store whose look for a job may fail. */
final class FaultyTenantJobs implements TenantJobs {
    private final TenantJobs real;
    private final Runnable beforeFind;

    FaultyTenantJobs(TenantJobs real, Runnable beforeFind) {
        this.real = real;
        this.beforeFind = beforeFind;
    }

    @Override
    public Optional<Job> find(String tenant, JobId id) {
        beforeFind.run();
        return real.find(tenant, id);
    }

    @Override
    public Submission submit(JobSpec spec, EndpointRegistration registration) {
        return real.submit(spec, registration);
    }

    @Override
    public Optional<Job> findByKey(String tenant, String key) {
        return real.findByKey(tenant, key);
    }

    @Override
    public void releaseKey(String tenant, String key) {
        real.releaseKey(tenant, key);
    }

    @Override
    public List<Job> list(JobQuery query) {
        return real.list(query);
    }

    @Override
    public Optional<String> result(String tenant, JobId id) {
        return real.result(tenant, id);
    }

    @Override
    public List<Checkpoint> checkpoints(String tenant, JobId id, int fromSequence) {
        return real.checkpoints(tenant, id, fromSequence);
    }

    @Override
    public OptionalInt ahead(String tenant, JobId id) {
        return real.ahead(tenant, id);
    }

    @Override
    public JobAnswer cancel(String tenant, JobId id) {
        return real.cancel(tenant, id);
    }

    @Override
    public JobAnswer cancelUnlessJoined(String tenant, JobId id) {
        return real.cancelUnlessJoined(tenant, id);
    }

    @Override
    public Optional<String> request(String tenant, JobId id) {
        return real.request(tenant, id);
    }

    @Override
    public JobAnswer retry(Tenant tenant, JobId id) {
        return real.retry(tenant, id);
    }

    @Override
    public JobAnswer deleteUnlessJoined(String tenant, JobId id) {
        return real.deleteUnlessJoined(tenant, id);
    }

    @Override
    public JobAnswer delete(String tenant, JobId id) {
        return real.delete(tenant, id);
    }

    @Override
    public JobAnswer addEndpoint(String tenant, JobId id, String endpoint, EndpointRegistration registration) {
        return real.addEndpoint(tenant, id, endpoint, registration);
    }

    @Override
    public List<OutboxEntry> outbox(String tenant, JobId id) {
        return real.outbox(tenant, id);
    }
}
