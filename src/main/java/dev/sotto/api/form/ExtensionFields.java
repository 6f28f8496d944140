package dev.sotto.api.form;

import dev.sotto.api.upload.UploadedForm;
import dev.sotto.fault.FaultException;
import dev.sotto.service.Faults;
import dev.sotto.transcript.SearchOptions;
import dev.sotto.transcript.TranscriptionOptions;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** Form fields that OpenAI does not have, under the names that faster-whisper and its servers gave them. */
final class ExtensionFields {
    private ExtensionFields() {}

    /** @throws FaultException naming the field that is wrong */
    static void apply(UploadedForm form, TranscriptionOptions.Builder options) {
        text(form, "hotwords").ifPresent(options::hotwords);
        text(form, "prefix").ifPresent(options::prefix);
        options.search(search(form));
        OptionalDouble reset = number(form, "prompt_reset_on_temperature");
        if (reset.isPresent()) {
            require(
                    reset.getAsDouble() >= 0,
                    "prompt_reset_on_temperature",
                    "a number of at least 0",
                    reset.getAsDouble());
            options.promptResetOnTemperature(reset.getAsDouble());
        }
    }

    private static SearchOptions search(UploadedForm form) {
        OptionalInt beamSize = count(form, "beam_size");
        OptionalInt bestOf = count(form, "best_of");
        OptionalDouble patience = number(form, "patience");
        OptionalDouble lengthPenalty = number(form, "length_penalty");
        if (beamSize.isEmpty() && patience.orElse(0) == 1) {
            patience = OptionalDouble.empty(); // clients of other servers send their default with every request
        }
        try {
            return new SearchOptions(beamSize, bestOf, patience, lengthPenalty);
        } catch (IllegalArgumentException e) {
            String message = String.valueOf(e.getMessage());
            throw new FaultException(Faults.invalidValue(message.substring(0, message.indexOf(' ')), message + "."));
        }
    }

    private static Optional<String> text(UploadedForm form, String name) {
        return form.one(name).filter(value -> !value.isBlank());
    }

    private static OptionalInt count(UploadedForm form, String name) {
        Optional<String> text = text(form, name);
        if (text.isEmpty()) {
            return OptionalInt.empty();
        }
        try {
            return OptionalInt.of(Integer.parseInt(text.get().strip()));
        } catch (NumberFormatException e) {
            throw new FaultException(Faults.unexpected(
                    name, text.get(), "a whole number from 1 to %d".formatted(SearchOptions.HYPOTHESES_MAX)));
        }
    }

    private static OptionalDouble number(UploadedForm form, String name) {
        Optional<String> text = text(form, name);
        if (text.isEmpty()) {
            return OptionalDouble.empty();
        }
        try {
            double value = Double.parseDouble(text.get().strip());
            require(Double.isFinite(value), name, "a number", text.get());
            return OptionalDouble.of(value);
        } catch (NumberFormatException e) {
            throw new FaultException(Faults.unexpected(name, text.get(), "a number"));
        }
    }

    private static void require(boolean holds, String name, String expected, Object seen) {
        if (!holds) {
            throw new FaultException(Faults.unexpected(name, seen, expected));
        }
    }
}
