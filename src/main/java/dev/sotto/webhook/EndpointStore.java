package dev.sotto.webhook;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Endpoints as their owners see them; nobody sees another's. One is registered in the transaction that submits the job
 * which names it; one that no job and no delivery names any more is forgotten. Blocks. Thread-safe.
 */
public interface EndpointStore {
    int LISTED_MAX = 1000;

    /** Stores a new one; it is on disk when this returns, or when the transaction ends of which it is part. */
    void register(Subscription subscription);

    Optional<Subscription> find(String owner, String id);

    /**
     * A page, newest first.
     *
     * @param after the last one of the page before
     * @param limit 1 to {@value #LISTED_MAX}
     */
    List<Subscription> list(String owner, Optional<String> after, int limit);

    /**
     * Changes status or secrets, in one transaction. Once it is disabled, its pending deliveries are
     * {@link DeliveryState#GONE}.
     *
     * @return the endpoint as it is now; empty if the owner has no such one
     */
    Optional<Subscription> change(String owner, String id, UnaryOperator<Endpoint> change);
}
