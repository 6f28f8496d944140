package dev.sotto.api;

import dev.sotto.format.stored.StoredRequest;
import java.util.Optional;

/** All of a job but its recording: for whom, what is to be done, when, and who is told. */
record JobOrder(Caller caller, StoredRequest request, JobWishes wishes, Optional<WebhookOrder> webhook) {}
