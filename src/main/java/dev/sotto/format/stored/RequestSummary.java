package dev.sotto.format.stored;

/**
 * What a list of jobs shows of a {@link StoredRequest}.
 *
 * @param model its name here
 * @param task in its name for others
 * @param format in its name for others
 * @param origin the surface that took the request; {@link StoredRequest#UNKNOWN_ORIGIN} in summaries from before it was kept
 * @param traceparent the caller's span, as W3C's Trace Context writes it; empty if it has none
 */
public record RequestSummary(String model, String task, String format, String origin, String traceparent) {
    public RequestSummary {
        origin = origin.isEmpty() ? StoredRequest.UNKNOWN_ORIGIN : origin;
    }

    /** Without a trace. */
    public static RequestSummary of(StoredRequest request) {
        return of(request, "");
    }

    /** With the caller's span; empty if it has none. */
    public static RequestSummary of(StoredRequest request, String traceparent) {
        return new RequestSummary(
                request.model(),
                request.options().task().wireName(),
                request.format().wireName(),
                request.origin(),
                traceparent);
    }

    public String write() {
        return StoredJson.write(this);
    }

    /**
     * Reads one back; what is missing is empty.
     *
     * @throws IllegalArgumentException if the text is not one that {@link #write} made
     */
    public static RequestSummary read(String text) {
        return StoredJson.read(text, RequestSummary.class);
    }
}
