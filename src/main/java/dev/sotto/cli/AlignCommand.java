package dev.sotto.cli;

import dev.sotto.format.DocumentOptions;
import dev.sotto.format.TranscriptFormat;
import dev.sotto.service.TranscriptionRunner;
import dev.sotto.transcript.AlignmentOptions;
import dev.sotto.transcript.Cancellation;
import dev.sotto.transcript.InvalidOption;
import dev.sotto.transcript.Languages;
import dev.sotto.transcript.Transcript;
import dev.sotto.transcript.TranscriptionListener;
import dev.sotto.transcript.TranscriptionOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A recording and its text in, the times of its words out. */
@Command(
        name = "align",
        description = "Find when each word of a text is said in a recording.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done; words that are not said are marked, and counted in a warning",
            "2:the command line or the text is wrong",
            "65:not a recording: no sound in it, empty, damaged or too long",
            "66:no such file",
            "70:an internal error",
            "78:the model, the engine's native library or the settings cannot be used",
            "130:interrupted by Ctrl-C"
        })
final class AlignCommand implements Callable<Integer> {
    private final Services services;
    private final Terminal terminal;
    private final Interrupts interrupts;

    @Parameters(index = "0", paramLabel = "RECORDING", description = "audio or video; - reads standard input")
    private String recording = "";

    @Parameters(index = "1", paramLabel = "TEXT", description = "file with what is said, in UTF-8")
    private Path text = Path.of("");

    @Option(
            names = {"-f", "--format"},
            paramLabel = "FORMAT",
            description = "aligned_json, verbose_json, srt, vtt, tsv, text or json (default: aligned_json)")
    private String format = TranscriptFormat.ALIGNED_JSON.wireName();

    @Option(
            names = {"-l", "--language"},
            paramLabel = "LANGUAGE",
            description = "of the text, a code or a name (default: as it is heard)")
    private Optional<String> language = Optional.empty();

    @Option(
            names = {"-m", "--model"},
            paramLabel = "MODEL",
            description = "name or folder of an installed model (default: as the settings say)")
    private Optional<String> model = Optional.empty();

    @Option(
            names = {"-q", "--quiet"},
            description = "no progress bar, no notes; errors are still printed")
    private boolean isQuiet;

    AlignCommand(Services services, Terminal terminal, Interrupts interrupts) {
        this.services = services;
        this.terminal = terminal;
        this.interrupts = interrupts;
    }

    @Override
    public Integer call() throws IOException {
        TranscriptOutput writer =
                new TranscriptOutput(List.of(format()), DocumentOptions.DEFAULTS, Optional.empty(), false, terminal);
        TranscriptionOptions options = options();
        Cancellation cancellation = new Cancellation();
        Interrupts.Handle handle = interrupts.onInterrupt(cancellation::request);
        EngineRequest request = new EngineRequest(model, Optional.empty(), Optional.empty(), OptionalInt.empty());
        Transcript transcript;
        try (Recording file = Recording.open(recording, terminal.in());
                TranscriptionRunner runner = services.openRunner(request);
                Progress progress = Progress.of(terminal, isQuiet, Recording.fileName(recording), "s", 1)) {
            transcript = runner.transcribe(file.file(), options, listener(progress), cancellation);
        } catch (NoSuchFileException e) {
            throw CommandException.noSuchFile(recording + ": " + e.getReason(), e);
        } finally {
            handle.close();
        }
        if (!isQuiet) {
            transcript.warnings().forEach(warning -> terminal.err()
                    .println("sotto: " + recording + ": warning: " + warning.message()));
        }
        writer.write(recording, transcript);
        return ExitCode.DONE;
    }

    private TranscriptFormat format() {
        return TranscriptFormat.named(format)
                .filter(named -> !named.needsSpeakers() && named.isText())
                .orElseThrow(() -> CommandException.usage(new IllegalArgumentException("--format: '" + format
                        + "'; expected aligned_json, verbose_json, srt, vtt, tsv, text or json")));
    }

    private TranscriptionOptions options() {
        TranscriptionOptions.Builder options = TranscriptionOptions.builder();
        language.ifPresent(name -> options.language(Languages.codeOf(name)
                .orElseThrow(() -> CommandException.usage(new IllegalArgumentException(
                        "--language '%s'; expected %s".formatted(name, Languages.expected()))))));
        try {
            return options.alignment(new AlignmentOptions(Optional.of(readText())))
                    .build();
        } catch (InvalidOption e) {
            throw CommandException.usage(new IllegalArgumentException(e.message(name -> text.toString()), e));
        }
    }

    private String readText() {
        try {
            if (Files.size(text) > 4L * AlignmentOptions.TEXT_CHARS_MAX) {
                throw CommandException.usage(
                        new IllegalArgumentException("%s has %d bytes; expected at most %d characters"
                                .formatted(text, Files.size(text), AlignmentOptions.TEXT_CHARS_MAX)));
            }
            return Files.readString(text, StandardCharsets.UTF_8);
        } catch (NoSuchFileException e) {
            throw CommandException.noSuchFile(text + ": no such file", e);
        } catch (CharacterCodingException e) {
            throw CommandException.usage(new IllegalArgumentException(text + " is not text in UTF-8", e));
        } catch (IOException e) {
            throw new UncheckedIOException(text + " cannot be read", e);
        }
    }

    private static TranscriptionListener listener(Progress progress) {
        return new TranscriptionListener() {
            @Override
            public void progress(double secondsDone, double secondsTotal) {
                progress.at(secondsDone, secondsTotal);
            }
        };
    }
}
