package dev.sotto.format.stored;

/**
 * What a list of jobs shows of a {@link StoredRequest}.
 *
 * @param model its name here
 * @param task in its name for others
 * @param format in its name for others
 * @param origin the surface that took the request; {@link StoredRequest#UNKNOWN_ORIGIN} in summaries from before it was kept
 */
public record RequestSummary(String model, String task, String format, String origin) {
    public RequestSummary {
        origin = origin.isEmpty() ? StoredRequest.UNKNOWN_ORIGIN : origin;
    }

    public static RequestSummary of(StoredRequest request) {
        return new RequestSummary(
                request.model(),
                request.options().task().wireName(),
                request.format().wireName(),
                request.origin());
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
