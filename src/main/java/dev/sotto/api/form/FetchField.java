package dev.sotto.api.form;

import dev.sotto.api.upload.UploadedForm;
import dev.sotto.fault.FaultException;
import dev.sotto.service.Faults;
import java.util.Optional;
import java.util.function.Consumer;

/** The form field {@code url}: where a recording is to be had, in place of a file. */
public final class FetchField {
    private static final String NAME = "url";

    private FetchField() {}

    /** Empty if there is a file; exactly one of both must be given. */
    public static Optional<String> of(UploadedForm form, Optional<Consumer<String>> check) {
        Optional<String> url = form.one(NAME).map(String::strip).filter(text -> !text.isEmpty());
        if (url.isEmpty()) {
            if (form.file().isEmpty()) {
                throw new FaultException(Faults.missing("file"));
            }
            return url;
        }
        if (form.file().isPresent()) {
            throw new FaultException(Faults.invalidValue(NAME, "url and file are both given; send one of them."));
        }
        Consumer<String> allowed = check.orElseThrow(() -> new FaultException(Faults.unsupported(
                NAME, "This server does not fetch recordings; its operator can enable that by fetch.enabled.")));
        try {
            allowed.accept(url.get());
        } catch (IllegalArgumentException e) {
            throw new FaultException(Faults.invalidValue(NAME, e.getMessage() + "."));
        }
        return url;
    }
}
