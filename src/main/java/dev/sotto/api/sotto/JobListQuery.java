package dev.sotto.api.sotto;

import dev.sotto.api.http.Paging;
import dev.sotto.fault.FaultException;
import dev.sotto.job.JobState;
import dev.sotto.job.port.JobFilter;
import dev.sotto.job.port.SearchWords;
import dev.sotto.service.Faults;
import dev.sotto.service.ServedModel;
import dev.sotto.service.ServedModels;
import io.vertx.ext.web.RoutingContext;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What the query of a list of jobs asks for. */
final class JobListQuery {
    private static final Pattern TIME = Pattern.compile("\\d{1,11}(\\.\\d{1,9})?");
    private static final int TEXT_CHARS_MAX = 200;

    private final RoutingContext context;

    private JobListQuery(RoutingContext context) {
        this.context = context;
    }

    /**
     * Which jobs are wanted.
     *
     * @param models an alias finds the jobs of the model that it stands for now
     * @throws FaultException naming what is wrong
     */
    static JobFilter of(RoutingContext context, ServedModels models) {
        JobListQuery query = new JobListQuery(context);
        Map<String, String> summary = new HashMap<>();
        query.text("model")
                .ifPresent(name -> summary.put(
                        "model", models.find(name).map(ServedModel::id).orElse(name)));
        query.text("origin").ifPresent(origin -> summary.put("origin", origin));
        return new JobFilter(
                query.states(),
                summary,
                query.time("created_after"),
                query.time("created_before"),
                query.tags(),
                query.text("search").map(SearchWords::of));
    }

    private Optional<String> text(String name) {
        Optional<String> text = Paging.query(context, name);
        if (text.filter(value -> value.isBlank() || value.length() > TEXT_CHARS_MAX)
                .isPresent()) {
            throw new FaultException(
                    Faults.unexpected(name, text.get(), "a text of up to %d characters".formatted(TEXT_CHARS_MAX)));
        }
        return text;
    }

    private Set<String> tags() {
        return context.queryParam("tag").stream()
                .map(tag -> LabelBody.tag("tag", tag))
                .collect(Collectors.toSet());
    }

    private Optional<Instant> time(String name) {
        return Paging.query(context, name).map(text -> {
            if (!TIME.matcher(text).matches()) {
                throw new FaultException(
                        Faults.unexpected(name, text, "a time as this server writes them, seconds since 1970"));
            }
            return Instant.ofEpochMilli(new BigDecimal(text).movePointRight(3).longValue());
        });
    }

    private Set<JobState> states() {
        EnumSet<JobState> states = EnumSet.noneOf(JobState.class);
        for (String name : context.queryParam("status")) {
            states.add(Arrays.stream(JobState.values())
                    .filter(state -> state.wireName().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new FaultException(Faults.unexpected(
                            "status",
                            name,
                            "one of "
                                    + Arrays.stream(JobState.values())
                                            .map(JobState::wireName)
                                            .collect(Collectors.joining(", "))))));
        }
        return states;
    }
}
