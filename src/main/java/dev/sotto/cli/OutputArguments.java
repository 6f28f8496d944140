package dev.sotto.cli;

import dev.sotto.format.TranscriptFormat;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Option;

/** In which formats a transcript is written, and where to. */
final class OutputArguments {
    private static final String ALL = "all";

    @Option(
            names = {"-f", "--format"},
            paramLabel = "FORMAT",
            split = ",",
            description =
                    "text (or txt), json, verbose_json, srt, vtt, tsv, csv, ass, lrc, md, docx, rttm, diarized_json,"
                            + " aligned_json or all; several need --output-dir (default: text)")
    private List<String> names = new ArrayList<>();

    @Option(
            names = {"-o", "--output-dir"},
            paramLabel = "DIR",
            description = "write files named after the recordings into this folder instead of standard output")
    private Optional<Path> folder = Optional.empty();

    Optional<Path> folder() {
        return folder;
    }

    /**
     * In the order given, each once.
     *
     * @param hasSpeakers whether speakers are told apart; without them {@code all} lacks what needs them
     * @param hasWords whether words are timed; the same
     * @throws IllegalArgumentException if a name is unknown, or several are to share standard output
     */
    List<TranscriptFormat> formats(boolean hasSpeakers, boolean hasWords) {
        Set<TranscriptFormat> formats = new LinkedHashSet<>();
        for (String name : names.isEmpty() ? List.of("text") : names) {
            if (name.equals(ALL)) {
                Arrays.stream(TranscriptFormat.values())
                        .filter(format -> hasSpeakers || !format.needsSpeakers())
                        .filter(format -> hasWords || !format.needsWords())
                        .forEach(formats::add);
            } else {
                formats.add(TranscriptFormat.named(name)
                        .orElseThrow(() -> new IllegalArgumentException(
                                "--format: '%s'; expected %s or all".formatted(name, TranscriptFormat.names()))));
            }
        }
        for (TranscriptFormat format : formats) {
            if (format.needsSpeakers() && !hasSpeakers) {
                throw new IllegalArgumentException("--format: %s needs --diarize".formatted(format.wireName()));
            }
            if (format.needsWords() && !hasWords) {
                throw new IllegalArgumentException("--format: %s needs --word-timestamps".formatted(format.wireName()));
            }
        }
        if (folder.isEmpty() && formats.stream().anyMatch(format -> !format.isText())) {
            throw new IllegalArgumentException("--format: docx is no text; name a folder with --output-dir");
        }
        if (formats.size() > 1 && folder.isEmpty()) {
            throw new IllegalArgumentException(
                    "--format: several formats cannot share standard output; name a folder with --output-dir");
        }
        return List.copyOf(formats);
    }

    /**
     * Two recordings must not overwrite each other's transcript.
     *
     * @throws IllegalArgumentException if two would be written to one file, or one is read twice
     */
    void checkNames(List<String> files) {
        Map<String, String> fileByStem = new HashMap<>();
        for (String file : files) {
            String earlier = fileByStem.putIfAbsent(
                    folder.isPresent() || Recording.isStandardInput(file) ? Recording.stem(file) : file, file);
            if (earlier != null && (folder.isPresent() || Recording.isStandardInput(file))) {
                throw new IllegalArgumentException(
                        "%s and %s would have the same transcript file %s.*; transcribe them into two folders"
                                .formatted(earlier, file, Recording.stem(file)));
            }
        }
    }
}
