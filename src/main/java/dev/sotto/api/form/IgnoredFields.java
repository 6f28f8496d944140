package dev.sotto.api.form;

import dev.sotto.api.upload.UploadedForm;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Fields of a form that nobody reads. Popular clients send their own, so they are no fault; but one who misspells a field
 * must not search for long: the answer's header {@value #HEADER} names them.
 */
public final class IgnoredFields {
    public static final String HEADER = "x-sotto-ignored-fields";

    private static final int NAMES_MAX = 20;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.\\[\\]-]{1,64}");
    private static final Pattern ELEMENT = Pattern.compile("\\[\\d*]$");

    private final Set<String> known;

    /** @param known names that the form's contract lists, without the brackets of lists */
    public IgnoredFields(Set<String> known) {
        this.known = Set.copyOf(known);
    }

    /** Says in the answer which fields of the form count for nothing. Names that no header can hold are left out. */
    public void report(RoutingContext context, UploadedForm form) {
        report(context, form.fields().keySet());
    }

    /** As above, of names that came otherwise: parameters of a query, members of an object. */
    public void report(RoutingContext context, Set<String> names) {
        List<String> ignored = names.stream()
                .filter(name -> !known.contains(ELEMENT.matcher(name).replaceFirst("")))
                .filter(name -> NAME.matcher(name).matches())
                .sorted()
                .limit(NAMES_MAX)
                .toList();
        if (!ignored.isEmpty()) {
            context.response().putHeader(HEADER, String.join(", ", ignored));
        }
    }
}
