package dev.sotto.cli;

import dev.sotto.format.DocumentFields;
import dev.sotto.format.DocumentOptions;
import dev.sotto.service.TranscriptionRunner;
import dev.sotto.transcript.Cancellation;
import dev.sotto.transcript.InvalidOption;
import dev.sotto.transcript.Transcript;
import dev.sotto.transcript.TranscriptionListener;
import dev.sotto.transcript.TranscriptionOptions;
import dev.sotto.transcript.field.Fields;
import dev.sotto.transcript.field.TranscriptionFields;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Recordings in, transcripts out. A file that fails does not stop the others. */
@Command(
        name = "transcribe",
        defaultValueProvider = TranscribeDefaults.class,
        description = "Transcribe recordings: any audio or video that ffmpeg reads.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:all done",
            "1:of several recordings some failed",
            "2:the command line is wrong",
            "3:the memory that Java may use was exhausted",
            "65:not a recording: no sound in it, empty, damaged or too long",
            "66:no such file",
            "69:ffmpeg is missing or broken",
            "70:an internal error",
            "74:the transcript cannot be written",
            "75:busy; try again later",
            "78:the model, the engine's native library or the settings cannot be used",
            "130:interrupted by Ctrl-C",
            "143:ended by SIGTERM"
        })
final class TranscribeCommand implements Callable<Integer> {
    private final Services services;
    private final Terminal terminal;
    private final Interrupts interrupts;

    @Parameters(
            paramLabel = "FILE",
            arity = "1..*",
            description = "recordings; - reads one from standard input, and a pipe is read as that is")
    private List<String> files = new ArrayList<>();

    @Spec
    private @Nullable CommandSpec spec;

    @SuppressWarnings("UnusedVariable") // read by name, through CommandLineFields
    @Mixin
    private DecodingArguments decoding = new DecodingArguments();

    @Mixin
    private OutputArguments output = new OutputArguments();

    @Option(
            names = {"-m", "--model"},
            paramLabel = "MODEL",
            description = "name or folder of an installed model (default: as the settings say)")
    private Optional<String> model = Optional.empty();

    @Option(names = "--device", paramLabel = "DEVICE", description = "auto, cpu, cuda or cuda:N")
    private Optional<String> device = Optional.empty();

    @Option(names = "--compute-type", paramLabel = "TYPE", description = "auto, float32, bfloat16, float16 or int8")
    private Optional<String> computeType = Optional.empty();

    @Option(names = "--threads", paramLabel = "N", description = "processor threads to compute with")
    private @Nullable Integer threads;

    @Option(
            names = {"-q", "--quiet"},
            description = "no progress bar, no notes, no names between transcripts; errors are still printed")
    private boolean isQuiet;

    TranscribeCommand(Services services, Terminal terminal, Interrupts interrupts) {
        this.services = services;
        this.terminal = terminal;
        this.interrupts = interrupts;
    }

    @Override
    public Integer call() {
        TranscriptionOptions options;
        TranscriptOutput writer;
        try {
            Fields typed = typed();
            options = TranscriptionFields.reference(typed).build();
            DocumentOptions document =
                    DocumentFields.layout(typed, options.words().timestamps());
            boolean isNamed = files.size() > 1 && !isQuiet;
            writer = new TranscriptOutput(
                    output.formats(options.speakers().diarize(), options.words().timestamps()),
                    document,
                    output.folder(),
                    isNamed,
                    terminal);
            output.checkNames(files);
            checkThreads();
        } catch (InvalidOption e) {
            throw CommandException.usage(new IllegalArgumentException(e.message(CommandLineFields::spelled), e));
        } catch (IllegalArgumentException e) {
            throw CommandException.usage(e);
        }
        OptionalInt threadCount = threads == null ? OptionalInt.empty() : OptionalInt.of(threads);
        Cancellation cancellation = new Cancellation();
        Interrupts.Handle handle = interrupts.onInterrupt(cancellation::request);
        try (LazyRunner runner = new LazyRunner(services, new EngineRequest(model, device, computeType, threadCount))) {
            return new Run(runner, options, writer, cancellation).all();
        } finally {
            handle.close();
        }
    }

    private Fields typed() {
        return spec == null
                ? Fields.none()
                : CommandLineFields.of(spec.commandLine().getParseResult());
    }

    private void checkThreads() {
        if (threads != null && threads < 1) {
            throw new IllegalArgumentException("--threads: " + threads + "; expected at least 1");
        }
    }

    /** Loads the model only when a first recording is there to be transcribed. */
    private static final class LazyRunner implements AutoCloseable {
        private final Services services;
        private final EngineRequest request;
        private @Nullable TranscriptionRunner runner;

        LazyRunner(Services services, EngineRequest request) {
            this.services = services;
            this.request = request;
        }

        TranscriptionRunner get() {
            TranscriptionRunner open = runner;
            if (open == null) {
                open = services.openRunner(request);
                runner = open;
            }
            return open;
        }

        @Override
        public void close() {
            if (runner != null) {
                runner.close();
            }
        }
    }

    /** One pass over all files. */
    private final class Run {
        private final LazyRunner runner;
        private final TranscriptionOptions options;
        private final TranscriptOutput writer;
        private final Cancellation cancellation;

        Run(LazyRunner runner, TranscriptionOptions options, TranscriptOutput writer, Cancellation cancellation) {
            this.runner = runner;
            this.options = options;
            this.writer = writer;
            this.cancellation = cancellation;
        }

        int all() {
            int last = ExitCode.DONE;
            for (int i = 0; i < files.size(); i++) {
                int code = cancellation.isRequested() ? ExitCode.INTERRUPTED : codeOf(i);
                if (code != ExitCode.DONE) {
                    last = code;
                    if (ExitCode.endsTheRun(code)) {
                        return code;
                    }
                }
            }
            return last == ExitCode.DONE || files.size() == 1 ? last : ExitCode.SOME_FAILED;
        }

        private int codeOf(int index) {
            String name = files.get(index);
            try {
                String file = Recording.fileName(name);
                transcribe(name, files.size() == 1 ? file : "%d/%d %s".formatted(index + 1, files.size(), file));
                return ExitCode.DONE;
            } catch (IOException | RuntimeException e) {
                tell(name, e);
                return ExitCode.of(e);
            }
        }

        private void transcribe(String name, String title) throws IOException {
            Transcript transcript;
            try (Recording recording = Recording.open(name, terminal.in());
                    Progress progress = Progress.of(terminal, isQuiet, title, "s", 1)) {
                transcript = runner.get().transcribe(recording.file(), options, listener(progress), cancellation);
            }
            if (!isQuiet) {
                transcript.warnings().forEach(warning -> terminal.err()
                        .println("sotto: " + name + ": warning: " + warning.message()));
            }
            for (Path file : writer.write(name, transcript)) {
                if (!isQuiet) {
                    terminal.err().println(file);
                }
            }
        }

        private TranscriptionListener listener(Progress progress) {
            return new TranscriptionListener() {
                @Override
                public void progress(double secondsDone, double secondsTotal) {
                    progress.at(secondsDone, secondsTotal);
                }
            };
        }

        private void tell(String name, Exception e) {
            String reason = e instanceof NoSuchFileException missing ? missing.getReason() : Faults.sentence(e);
            terminal.err().println("sotto: " + name + ": " + reason);
        }
    }
}
