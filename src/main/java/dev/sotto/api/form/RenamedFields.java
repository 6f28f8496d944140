package dev.sotto.api.form;

import dev.sotto.fault.FaultException;
import dev.sotto.service.Faults;
import java.util.Map;
import java.util.Set;

/**
 * Fields of earlier versions, each with the field that replaces it. A request that sends one is refused: other fields that the
 * server does not know are ignored, and so would these be.
 */
final class RenamedFields {
    /** As form fields are named; the fields of a webhook's JSON lack the prefix {@code webhook_}. */
    static final Map<String, String> NEW_NAMES = Map.of(
            "keep_seconds", "retention_seconds",
            "webhook_form", "webhook_signature",
            "webhook_result", "webhook_include_result");

    private RenamedFields() {}

    /**
     * Checks the names of a form's or a JSON object's fields.
     *
     * @param prefix of the form fields that these stand for, such as {@code webhook_}; empty for those of a form
     * @throws FaultException naming the old field, with the new one in its message
     */
    static void refuse(Set<String> sent, String prefix) {
        NEW_NAMES.forEach((oldName, newName) -> {
            if (oldName.startsWith(prefix) && sent.contains(oldName.substring(prefix.length()))) {
                String seen = oldName.substring(prefix.length());
                throw new FaultException(Faults.invalidValue(
                        seen, "%s was renamed; use %s.".formatted(seen, newName.substring(prefix.length()))));
            }
        });
    }
}
