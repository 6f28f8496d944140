package dev.sotto.webhook.deliver;

import dev.sotto.webhook.DeliveryAttempt;
import dev.sotto.webhook.EndpointStatus;

/** Notified of each attempt after it is stored, on the dispatcher's thread: for metrics and logs. Must not throw or block. */
public interface DeliveryListener {
    void attempted(DeliveryAttempt attempt, EndpointStatus endpoint);
}
