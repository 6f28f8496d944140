package dev.sotto.api.http;

import dev.sotto.service.AwaitedJobs;
import dev.sotto.service.JobSubmitter;
import io.vertx.ext.web.RoutingContext;

/** The sender of a request, who waits for the transcript on its connection. */
public record WaitingClient(RoutingContext context) implements AwaitedJobs.Client {
    @Override
    public void accepted(JobSubmitter.Receipt receipt) {
        JobHeaders.put(context, receipt);
    }

    @Override
    public void onGone(Runnable action) {
        context.addEndHandler(ended -> {
            if (ended.failed()) {
                action.run();
            }
        });
        if (context.response().closed()) {
            action.run();
        }
    }
}
