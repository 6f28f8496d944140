package dev.sotto.api.http;

import dev.sotto.fault.FaultException;
import dev.sotto.service.Faults;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Lists page by page, as OpenAI's are: {@code limit} and {@code after} come in, {@code data} and {@code has_more} go out. */
public final class Paging {
    private static final int LIMIT_DEFAULT = 20;

    private Paging() {}

    /**
     * How many are wanted. Ask the store for one more: it shows whether there are more.
     *
     * @param most a page may have
     */
    public static int limit(RoutingContext context, int most) {
        String text = query(context, "limit").orElse(Integer.toString(LIMIT_DEFAULT));
        if (!text.matches("\\d{1,4}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > most) {
            throw new FaultException(Faults.unexpected("limit", text, "a whole number from 1 to " + most));
        }
        return Integer.parseInt(text);
    }

    /** The first value of a query parameter. */
    public static Optional<String> query(RoutingContext context, String name) {
        return context.queryParam(name).stream().findFirst();
    }

    /** The cursor {@code after} names nothing of the caller's: pages that went on from it would leave rows out in silence. */
    public static FaultException unknownCursor(String after) {
        return new FaultException(
                Faults.unexpected("after", after, "the last_id of the page before; begin with the first page again"));
    }

    /**
     * As callers see it.
     *
     * @param found as many as wanted, or one more
     * @param document of one, with its {@code id}
     */
    public static <T> JsonObject page(List<T> found, int limit, Function<T, JsonObject> document) {
        JsonArray data = new JsonArray();
        found.subList(0, Math.min(limit, found.size())).forEach(item -> data.add(document.apply(item)));
        JsonObject page = new JsonObject().put("object", "list").put("data", data);
        return page.put(
                        "first_id",
                        data.isEmpty() ? null : data.getJsonObject(0).getString("id"))
                .put(
                        "last_id",
                        data.isEmpty()
                                ? null
                                : data.getJsonObject(data.size() - 1).getString("id"))
                .put("has_more", found.size() > limit);
    }
}
