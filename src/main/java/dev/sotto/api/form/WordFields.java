package dev.sotto.api.form;

import dev.sotto.api.upload.UploadedForm;
import dev.sotto.fault.FaultException;
import dev.sotto.format.DocumentOptions;
import dev.sotto.format.TranscriptFormat;
import dev.sotto.service.Faults;
import dev.sotto.transcript.WordOptions;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The fields of a form that are about words: OpenAI's {@code timestamp_granularities}, and, under the reference's names,
 * the rest.
 */
record WordFields(WordOptions options, DocumentOptions document) {
    private static final String GRANULARITIES = "timestamp_granularities";
    private static final String SILENCE = "hallucination_silence_threshold";

    static WordFields of(UploadedForm form, TranscriptFormat format) {
        Set<String> granularities = granularities(form, format);
        boolean asked = granularities.contains("word") || isTrue(form, "word_timestamps");
        OptionalDouble silence = threshold(form);
        DocumentOptions document = new DocumentOptions(
                !granularities.equals(Set.of("word")),
                asked,
                bound(form, "max_line_width"),
                bound(form, "max_line_count"),
                bound(form, "max_words_per_line"),
                isTrue(form, "highlight_words"));
        checkLayout(document, asked);
        WordOptions options = new WordOptions(
                asked || silence.isPresent(),
                form.one("prepend_punctuations").orElse(WordOptions.DEFAULT_PREPENDED),
                form.one("append_punctuations").orElse(WordOptions.DEFAULT_APPENDED),
                silence);
        return new WordFields(options, document);
    }

    private static Set<String> granularities(UploadedForm form, TranscriptFormat format) {
        Set<String> granularities = new HashSet<>();
        for (String granularity : listed(form, GRANULARITIES)) {
            if (!granularity.equals("segment") && !granularity.equals("word")) {
                throw new FaultException(Faults.invalidValue(
                        GRANULARITIES,
                        "timestamp_granularities '%s' is unknown; expected word or segment.".formatted(granularity)));
            }
            granularities.add(granularity);
        }
        if (granularities.contains("word") && format != TranscriptFormat.VERBOSE_JSON) {
            throw new FaultException(Faults.unsupported(
                    GRANULARITIES,
                    "timestamp_granularities 'word' needs response_format verbose_json, not %s; for subtitles by words send word_timestamps=true."
                            .formatted(format.wireName())));
        }
        return granularities;
    }

    /** Clients write lists as repeated fields, as comma text or as a JSON list. */
    private static List<String> listed(UploadedForm form, String name) {
        return form.all(name).stream()
                .flatMap(text -> Pattern.compile("[\\[\\]\",\\s]+").splitAsStream(text))
                .filter(text -> !text.isEmpty())
                .toList();
    }

    private static void checkLayout(DocumentOptions document, boolean asked) {
        boolean isLaidOut = document.highlightWords()
                || document.lineCharactersMax().isPresent()
                || document.linesMax().isPresent()
                || document.lineWordsMax().isPresent();
        if (isLaidOut && !asked) {
            throw new FaultException(
                    Faults.invalidValue(
                            "word_timestamps",
                            "highlight_words, max_line_width, max_line_count and max_words_per_line need word_timestamps=true."));
        }
    }

    private static boolean isTrue(UploadedForm form, String name) {
        Optional<String> text = form.one(name).map(String::strip);
        boolean isTrue = text.filter(value -> value.equalsIgnoreCase("true") || value.equals("1"))
                .isPresent();
        boolean isFalse = text.filter(value -> value.equalsIgnoreCase("false") || value.equals("0"))
                .isPresent();
        if (text.isPresent() && !isTrue && !isFalse) {
            throw new FaultException(
                    Faults.invalidValue(name, "%s '%s' must be true or false.".formatted(name, text.get())));
        }
        return isTrue;
    }

    private static OptionalInt bound(UploadedForm form, String name) {
        Optional<String> text = form.one(name).map(String::strip);
        if (text.isEmpty()) {
            return OptionalInt.empty();
        }
        if (!text.get().matches("[1-9]\\d{0,3}")) {
            throw new FaultException(Faults.invalidValue(
                    name, "%s '%s' must be a whole number from 1 to 9999.".formatted(name, text.get())));
        }
        return OptionalInt.of(Integer.parseInt(text.get()));
    }

    private static OptionalDouble threshold(UploadedForm form) {
        Optional<String> text = form.one(SILENCE).map(String::strip);
        if (text.isEmpty()) {
            return OptionalDouble.empty();
        }
        if (!text.get().matches("\\d{1,6}(\\.\\d{0,9})?")) {
            throw new FaultException(Faults.invalidValue(
                    SILENCE, "%s '%s' must be a number of seconds from 0.".formatted(SILENCE, text.get())));
        }
        return OptionalDouble.of(Double.parseDouble(text.get()));
    }
}
