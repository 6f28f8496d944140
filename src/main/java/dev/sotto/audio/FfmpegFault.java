package dev.sotto.audio;

import dev.sotto.audio.FfmpegLog.Fault;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Turns what ffmpeg said, and how it ended, into one sentence for the person who sent the file. */
final class FfmpegFault {
    private static final String ACCEPTED =
            "expected a recording such as WAV, MP3, M4A, MP4, FLAC, OGG, WebM, WMA, AIFF or AMR";
    private static final int TEXT_CHARS_MAX = 160;
    private static final int SIGNAL_BASE = 128;
    private static final Pattern DECODER_MISSING =
            Pattern.compile("Decod(?:er \\(codec|ing requested, but no decoder found for:?) ([\\w-]+).*");

    /** Errors that speak of the program, the machine or our arguments, not of the recording. */
    private static final Pattern NOT_THE_INPUT = Pattern.compile(
            "No space left on device|Too many open files|Input/output error|Read-only file system|Unrecognized option"
                    + "|Option .* not found|Unknown encoder|Requested output format|Protocol not found");

    /** The first of these found in an error text decides. */
    private static final Map<String, String> SENTENCES = Map.of(
            "moov atom not found", "The file is cut off or damaged: its index (the MP4 moov atom) is missing.",
            "Invalid data found", "The file is damaged, or neither audio nor video; " + ACCEPTED + ".",
            "Failed to read frame size", "The file is named like audio but holds none; " + ACCEPTED + ".");

    private FfmpegFault() {}

    /** @param exitCode of a run that ended by itself, without sound to show for it */
    static AudioException of(int exitCode, FfmpegLog log) {
        return signal(exitCode)
                .or(() -> machine(log))
                .or(() -> refusedFormat(log.faults()))
                .or(() -> noAudio(log.faults()))
                .or(() -> refusedCodec(log))
                .or(() -> missingDecoder(log.faults()))
                .or(() -> known(log.faults()))
                .or(() -> quoted(log.faults()))
                .orElseGet(() -> silent(exitCode));
    }

    private static Optional<AudioException> signal(int exitCode) {
        String sentence = "Decoding the file took more %s than is allowed.";
        return switch (exitCode - SIGNAL_BASE) {
            case 9, 24 -> Optional.of(AudioException.limit(sentence.formatted("processor time")));
            case 25 -> Optional.of(AudioException.limit(sentence.formatted("disk space")));
            case 6, 11 ->
                Optional.of(AudioException.limit(
                        "Decoding the file crashed the media program, or took more memory than is allowed."));
            default -> Optional.empty();
        };
    }

    private static Optional<AudioException> machine(FfmpegLog log) {
        if (any(log.faults(), fault -> fault.text().contains("Cannot allocate memory"))) {
            return Optional.of(AudioException.limit("Decoding the file took more memory than is allowed."));
        }
        return log.faults().stream()
                .map(Fault::text)
                .filter(text -> NOT_THE_INPUT.matcher(text).find())
                .findFirst()
                .map(text -> AudioException.toolFailed("The media program failed: " + cleaned(text) + "."));
    }

    private static Optional<AudioException> refusedFormat(List<Fault> faults) {
        return faults.stream()
                .filter(fault -> fault.text().startsWith("Format not on whitelist"))
                .findFirst()
                .map(fault -> AudioException.invalid(
                        "The file's format (%s) is not accepted; %s.".formatted(fault.source(), ACCEPTED)));
    }

    private static Optional<AudioException> noAudio(List<Fault> faults) {
        boolean isWithoutAudio = any(
                faults,
                fault -> fault.text().startsWith("Stream map") && fault.text().contains("matches no streams"));
        return isWithoutAudio ? Optional.of(AudioException.noAudioStream()) : Optional.empty();
    }

    private static Optional<AudioException> refusedCodec(FfmpegLog log) {
        boolean isUnopened = any(log.faults(), fault -> fault.text().contains("opening decoder"));
        return log.refusedCodec()
                .filter(codec -> isUnopened)
                .map(codec -> AudioException.invalid(
                        "The file's sound is coded in a way that is not accepted (codec: %s).".formatted(codec)));
    }

    private static Optional<AudioException> missingDecoder(List<Fault> faults) {
        return faults.stream()
                .map(fault -> DECODER_MISSING.matcher(fault.text()))
                .filter(Matcher::matches)
                .findFirst()
                .map(matcher -> AudioException.invalid(
                        "The file's sound is coded in a way that the installed ffmpeg cannot decode (codec: %s)."
                                .formatted(matcher.group(1))));
    }

    private static Optional<AudioException> known(List<Fault> faults) {
        return faults.stream()
                .flatMap(fault -> SENTENCES.entrySet().stream()
                        .filter(entry -> fault.text().contains(entry.getKey())))
                .findFirst()
                .map(entry -> AudioException.invalid(entry.getValue()));
    }

    private static Optional<AudioException> quoted(List<Fault> faults) {
        return faults.stream()
                .findFirst()
                .map(fault -> AudioException.invalid(
                        "The file cannot be decoded: %s; %s.".formatted(cleaned(fault.text()), ACCEPTED)));
    }

    private static AudioException silent(int exitCode) {
        return exitCode == 0
                ? AudioException.invalid("The file's audio stream holds no sound that can be decoded.")
                : AudioException.toolFailed(
                        "The media program ended with code %d and gave no reason.".formatted(exitCode));
    }

    private static boolean any(List<Fault> faults, Predicate<Fault> test) {
        return faults.stream().anyMatch(test);
    }

    /** Without paths, addresses in memory and control characters, and short. */
    private static String cleaned(String text) {
        String clean = text.replaceAll("^file:.*?: ", "")
                .replaceAll("file:.*?(?=: |$)", "the file")
                .replaceAll("0x[0-9a-f]+", "")
                .replaceAll("\\p{Cntrl}", " ")
                .replaceAll("[\\s.]+$", "");
        return clean.length() <= TEXT_CHARS_MAX ? clean : clean.substring(0, TEXT_CHARS_MAX) + "…";
    }
}
