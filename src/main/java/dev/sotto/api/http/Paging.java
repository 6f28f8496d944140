package dev.sotto.api.http;

import dev.sotto.fault.FaultException;
import dev.sotto.service.Faults;
import dev.sotto.service.Page;
import dev.sotto.service.PageRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/** Lists page by page, as OpenAI's are: {@code limit} and {@code after} come in, {@code data} and {@code has_more} go out. */
public final class Paging {
    private static final int LIMIT_DEFAULT = 20;

    private Paging() {}

    private static int limit(RoutingContext context, int most) {
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

    /**
     * Which page of a list is wanted.
     *
     * @param most items that a page may have
     */
    public static PageRequest request(RoutingContext context, int most) {
        return new PageRequest(query(context, "after"), limit(context, most));
    }

    /** As callers see it; each item has its {@code id}. */
    public static JsonObject page(Page<JsonObject> found) {
        JsonArray data = new JsonArray();
        found.items().forEach(data::add);
        JsonObject page = new JsonObject().put("object", "list").put("data", data);
        return page.put(
                        "first_id",
                        data.isEmpty() ? null : data.getJsonObject(0).getString("id"))
                .put(
                        "last_id",
                        data.isEmpty()
                                ? null
                                : data.getJsonObject(data.size() - 1).getString("id"))
                .put("has_more", found.hasMore());
    }
}
