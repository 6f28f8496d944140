package dev.sotto.api.form;

import dev.sotto.api.upload.UploadedForm;
import dev.sotto.fault.FaultException;
import dev.sotto.service.Faults;
import dev.sotto.transcript.Mode;
import dev.sotto.transcript.SpeechOptions;
import dev.sotto.transcript.VoiceActivity;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Fields of Sotto's own: {@code mode}, {@code vad_filter} and {@code vad_parameters[NAME]}, with faster-whisper's names and
 * defaults.
 */
record SpeechFields(UploadedForm form) {
    SpeechOptions options() {
        return new SpeechOptions(mode(), flag("vad_filter"), activity());
    }

    private Optional<Mode> mode() {
        return form.one("mode").map(text -> Mode.named(text.strip().toLowerCase(Locale.ROOT))
                .orElseThrow(() -> unexpected("mode", text, "batched or sequential")));
    }

    private Optional<Boolean> flag(String name) {
        return form.one(name).map(text -> switch (text.strip().toLowerCase(Locale.ROOT)) {
            case "true", "1", "yes", "on" -> true;
            case "false", "0", "no", "off" -> false;
            default -> throw unexpected(name, text, "true or false");
        });
    }

    private VoiceActivity activity() {
        VoiceActivity defaults = VoiceActivity.DEFAULTS;
        Optional<Double> negative = number("neg_threshold");
        try {
            return new VoiceActivity(
                    number("threshold").orElse(defaults.threshold()),
                    negative.isPresent() ? OptionalDouble.of(negative.get()) : OptionalDouble.empty(),
                    millis("min_speech_duration_ms", defaults.minSpeechMillis()),
                    number("max_speech_duration_s").orElse(defaults.maxSpeechSeconds()),
                    millis("min_silence_duration_ms", defaults.minSilenceMillis()),
                    millis("speech_pad_ms", defaults.padMillis()));
        } catch (IllegalArgumentException e) {
            throw new FaultException(Faults.invalidValue("vad_parameters", "vad_parameters: " + e.getMessage() + "."));
        }
    }

    private Optional<Double> number(String name) {
        String field = "vad_parameters[" + name + "]";
        return form.one(field).map(text -> {
            String plain = text.strip();
            if (plain.equals("inf")) {
                return Double.POSITIVE_INFINITY;
            }
            if (!plain.matches("-?\\d{1,9}(\\.\\d{1,9})?")) {
                throw unexpected(field, text, "a number");
            }
            return Double.valueOf(plain);
        });
    }

    private int millis(String name, int otherwise) {
        return number(name)
                .map(value -> {
                    if (value != Math.rint(value) || Math.abs(value) > Integer.MAX_VALUE) {
                        throw unexpected("vad_parameters[" + name + "]", value.toString(), "a whole number");
                    }
                    return value.intValue();
                })
                .orElse(otherwise);
    }

    private static FaultException unexpected(String field, String seen, String expected) {
        return new FaultException(Faults.unexpected(field, seen, expected));
    }
}
