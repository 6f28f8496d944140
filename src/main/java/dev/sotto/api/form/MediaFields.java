package dev.sotto.api.form;

import dev.sotto.api.upload.UploadedForm;
import dev.sotto.fault.FaultException;
import dev.sotto.service.Faults;
import dev.sotto.transcript.MediaOptions;
import dev.sotto.transcript.TimeSpan;
import java.util.Locale;

/** Fields of Sotto's own about the sound of the file: {@code audio_track}, {@code channels}, {@code start_seconds}, {@code end_seconds}. */
final class MediaFields {
    private static final String TRACK = "audio_track";
    private static final String CHANNELS = "channels";
    private static final String START = "start_seconds";
    private static final String END = "end_seconds";

    private MediaFields() {}

    /** @throws FaultException naming the field that is wrong */
    static MediaOptions of(UploadedForm form) {
        boolean isSplit = form.one(CHANNELS)
                .map(text -> switch (text.strip().toLowerCase(Locale.ROOT)) {
                    case "split" -> true;
                    case "mix", "" -> false;
                    default -> throw new FaultException(Faults.unexpected(CHANNELS, text, "mix or split"));
                })
                .orElse(false);
        TimeSpan span = span(form);
        String track = form.one(TRACK).orElse("");
        try {
            return MediaOptions.of(track, isSplit, span);
        } catch (IllegalArgumentException e) {
            throw new FaultException(Faults.unexpected(TRACK, track, "a number from 0, or a code such as de"));
        }
    }

    private static TimeSpan span(UploadedForm form) {
        double start = seconds(form, START, 0);
        double end = seconds(form, END, Double.POSITIVE_INFINITY);
        if (end < start) {
            throw new FaultException(Faults.unexpected(END, end, "%s s or more".formatted(start)));
        }
        return new TimeSpan(start, end);
    }

    private static double seconds(UploadedForm form, String name, double otherwise) {
        return form.one(name)
                .filter(text -> !text.isBlank())
                .map(text -> {
                    if (!text.strip().matches("\\d{1,9}(\\.\\d{1,9})?")) {
                        throw new FaultException(Faults.unexpected(name, text, "a number of seconds, 0 or more"));
                    }
                    return Double.parseDouble(text.strip());
                })
                .orElse(otherwise);
    }
}
