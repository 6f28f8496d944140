package dev.sotto.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.transcript.MediaOptions;
import dev.sotto.transcript.Task;
import dev.sotto.transcript.TimeSpan;
import dev.sotto.transcript.TranscriptionOptions;
import dev.sotto.transcript.Warning;
import dev.sotto.transcript.WarningCode;
import dev.sotto.transcript.WordOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TranscribeCommandTest {
    @TempDir
    Path folder;

    private final Session session = new Session();

    @Test
    void transcript_goes_to_standard_output_and_nothing_else_in_a_pipe() throws IOException {
        assertThat(session.run("transcribe", file("a.wav", "Grüße"))).isZero();
        assertThat(session.out()).isEqualTo("Grüße\n");
        assertThat(session.err()).isEmpty();
        assertThat(session.services.closed).isEqualTo(1);
    }

    @Test
    void left_out_options_are_the_reference_s_defaults() throws IOException {
        session.run("transcribe", file("a.wav", "x"));
        assertThat(session.services.asked).containsExactly(TranscriptionOptions.DEFAULTS);
        EngineRequest request = session.services.opened.get(0);
        assertThat(request.model()).isEmpty();
        assertThat(request.device()).isEmpty();
        assertThat(request.threads()).isEmpty();
    }

    @Test
    void every_option_reaches_the_transcription() throws IOException {
        String line = "transcribe --model base --language German --task translate --initial-prompt Hm"
                + " --carry-initial-prompt --temperature 0.5 --temperature-increment-on-fallback 0.25"
                + " --no-condition-on-previous-text --compression-ratio-threshold none --logprob-threshold -2"
                + " --no-speech-threshold 0.5 --clip-timestamps 0,1.5,3 --audio-track 1 --channels split --start 1"
                + " --end 90 --max-initial-timestamp none --without-timestamps --suppress-tokens -1,50 --seed 7"
                + " --device cpu --compute-type int8 --threads 3";
        String[] words = (line + " " + file("a.wav", "x")).split(" ", -1);
        assertThat(session.run(words)).as(session.err()).isZero();
        TranscriptionOptions options = session.services.asked.get(0);
        assertThat(options.language()).contains("de");
        assertThat(options.task()).isEqualTo(Task.TRANSLATE);
        assertThat(options.prompt().initialPrompt()).contains("Hm");
        assertThat(options.prompt().carryInitialPrompt()).isTrue();
        assertThat(options.fallback().temperatures()).containsExactly(0.5, 0.75, 1.0);
        assertThat(options.prompt().conditionOnPreviousText()).isFalse();
        assertThat(options.fallback().compressionRatioThreshold()).isEmpty();
        assertThat(options.fallback().logProbabilityThreshold()).hasValue(-2);
        assertThat(options.fallback().noSpeechThreshold()).hasValue(0.5);
        assertThat(options.media()).isEqualTo(MediaOptions.of("1", true, new TimeSpan(1, 90)));
        assertThat(options.clips()).containsExactly(new TimeSpan(0, 1.5), new TimeSpan(3, Double.POSITIVE_INFINITY));
        assertThat(options.sampling().maxInitialTimestampSeconds()).isEmpty();
        assertThat(options.sampling().withoutTimestamps()).isTrue();
        assertThat(options.sampling().suppressTokens()).containsExactly(-1, 50);
        assertThat(options.fallback().seed()).isEqualTo(7);
        EngineRequest request = session.services.opened.get(0);
        assertThat(request.model()).contains("base");
        assertThat(request.device()).contains("cpu");
        assertThat(request.computeType()).contains("int8");
        assertThat(request.threads()).hasValue(3);
    }

    @Test
    void options_about_words_reach_the_transcription() throws IOException {
        String line = "transcribe --word-timestamps --prepend-punctuations ( --append-punctuations )"
                + " --hallucination-silence-threshold 2 --highlight-words --max-line-width 40 --max-line-count 2"
                + " --max-words-per-line 5";
        String[] words = (line + " " + file("a.wav", "x")).split(" ", -1);
        assertThat(session.run(words)).as(session.err()).isZero();
        assertThat(session.services.asked.get(0).words())
                .isEqualTo(new WordOptions(true, "(", ")", OptionalDouble.of(2)));
    }

    @ParameterizedTest
    @CsvSource({
        "--hallucination-silence-threshold, 2",
        "--max-line-width, 40",
        "--max-line-count, 2",
        "--max-words-per-line, 3",
    })
    void options_about_words_need_words(String option, String value) throws IOException {
        assertThat(session.run("transcribe", option, value, file("a.wav", "x"))).isEqualTo(2);
        assertThat(session.err()).contains(option + " '" + value + "'; expected --word-timestamps beside it");
    }

    @Test
    void fallback_can_be_switched_off_and_suppression_emptied() throws IOException {
        String file = file("a.wav", "x");
        session.run("transcribe", "--temperature-increment-on-fallback", "none", "--suppress-tokens", "", file);
        assertThat(session.services.asked.get(0).fallback().temperatures()).containsExactly(0.0);
        assertThat(session.services.asked.get(0).sampling().suppressTokens()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--task sing                        | expected transcribe or translate",
                "--language klingon                 | --language 'klingon'; expected auto, per-segment, an English"
                        + " name such as german, or a code of en, zh, de",
                "--temperature 1.5                  | expected a number from 0 to 1",
                "--temperature NaN                  | --temperature 'NaN'; expected a number",
                "--temperature-increment-on-fallback 0 | expected at least 0.01, or none",
                "--logprob-threshold much           | --logprob-threshold 'much'; expected a number, or none",
                "--no-speech-threshold Infinity     | --no-speech-threshold 'Infinity'; expected a number, or none",
                "--clip-timestamps 5,3              | --clip-timestamps '5,3'; expected start,end,start,end",
                "--channels both            | --channels 'both'; expected mix or split",
                "--audio-track german       | --audio-track 'german'; expected a number from 0, or a code such as de",
                "--start 5 --end 3          | --end '3'; expected 5 s or more",
                "--clip-timestamps a                | --clip-timestamps 'a'; expected numbers separated by commas",
                "--suppress-tokens 1,x              | --suppress-tokens 'x'; expected a whole number",
                "--mode quick                       | --mode 'quick'; expected batched or sequential",
                "--vad-threshold 2                  | --vad-threshold '2'; expected a number between 0 and 1",
                "--vad-neg-threshold 0.9            | --vad-neg-threshold '0.9'; expected from 0 to the threshold",
                "--vad-min-silence-duration-ms -1   | --vad-min-silence-duration-ms '-1'; expected from 0",
                "--vad-max-speech-duration-s 0.5    | --vad-max-speech-duration-s '0.5'; expected at least 1",
                "--beam-size 0                      | --beam-size '0'; expected a whole number from 1 to 16",
                "--best-of 17                       | --best-of",
                "--length-penalty 2                 | --length-penalty",
                "--threads 0                        | expected at least 1",
                "--format docm                      | expected json, text, srt",
                "--format srt,vtt                   | --output-dir",
                "--format all                       | --output-dir",
                "--format docx                      | --output-dir",
                "--seed many                        | --seed 'many'; expected a whole number",
                "--nonsense                         | Unknown option: '--nonsense'",
                "- -                                | transcribe them into two folders"
            })
    void wrong_command_line_ends_with_2_and_says_why(String options, String message) throws IOException {
        String[] words = ("transcribe " + options + " " + file("a.wav", "x")).split(" ", -1);
        assertThat(session.run(words)).isEqualTo(2);
        assertThat(session.err()).contains(message);
        assertThat(session.out()).isEmpty();
        assertThat(session.services.opened).isEmpty();
    }

    @Test
    void no_file_and_no_command_end_with_2() {
        assertThat(session.run("transcribe")).isEqualTo(2);
        assertThat(session.err())
                .isEqualTo("sotto: Missing required parameter: 'FILE'%nTry 'sotto transcribe --help'.%n".formatted());
        assertThat(session.run()).isEqualTo(2);
        assertThat(session.err()).contains("expected a command");
    }

    @ParameterizedTest
    @CsvSource({
        "EMPTY_FILE,65",
        "INVALID_MEDIA,65",
        "NO_AUDIO_STREAM,65",
        "MEDIA_LIMIT_EXCEEDED,65",
        "MEDIA_TOOL_FAILED,69",
        "MODEL_NOT_FOUND,78",
        "MODEL_INVALID,78",
        "INVALID_OPTION,2",
        "QUEUE_FULL,75",
        "CANCELLED,130",
        "INTERNAL,70"
    })
    void each_kind_of_failure_has_its_exit_code(String kind, int code) throws IOException {
        String file = file("a.wav", "!" + kind);
        assertThat(session.run("transcribe", file)).isEqualTo(code);
        assertThat(session.err()).isEqualTo("sotto: " + file + ": cannot: !" + kind + System.lineSeparator());
        assertThat(session.out()).isEmpty();
    }

    @Test
    void missing_file_and_folder_end_with_66_without_loading_a_model() {
        assertThat(session.run("transcribe", folder + "/gone.wav")).isEqualTo(66);
        assertThat(session.err()).contains("gone.wav: no such file");
        assertThat(session.run("transcribe", folder + "/b\uFFFDro.wav")).isEqualTo(66);
        assertThat(session.err()).contains("if its name is not UTF-8, rename it, or read it by 'transcribe - < FILE'");
        assertThat(session.run("transcribe", folder.toString())).isEqualTo(66);
        assertThat(session.err()).contains("a folder; expected a recording");
        assertThat(session.services.opened).isEmpty();
    }

    @Test
    void file_that_fails_does_not_stop_the_others() throws IOException {
        String bad = file("bad.wav", "!INVALID_MEDIA");
        assertThat(session.run("transcribe", file("a.wav", "one"), bad, folder + "/gone", file("b.wav", "two")))
                .isEqualTo(1);
        assertThat(session.out()).isEqualTo("==> %1$s/a.wav <==\none\n\n==> %1$s/b.wav <==\ntwo\n".formatted(folder));
        assertThat(session.err()).contains("bad.wav: cannot").contains("gone: no such file");
        assertThat(session.services.opened).hasSize(1);
    }

    @Test
    void several_transcripts_have_no_names_between_them_where_nobody_wants_notes() throws IOException {
        assertThat(session.run("transcribe", "-q", file("a.wav", "one"), file("b.wav", "two")))
                .isZero();
        assertThat(session.out()).isEqualTo("one\ntwo\n");
        assertThat(session.err()).isEmpty();
    }

    @Test
    void names_stay_out_of_a_stream_of_json_documents() throws IOException {
        assertThat(session.run("transcribe", "-f", "json", file("a.wav", "one"), file("b.wav", "two")))
                .isZero();
        assertThat(session.out()).doesNotContain("==>");
        assertThat(session.err()).isEqualTo("==> %1$s/a.wav <==\n==> %1$s/b.wav <==\n".formatted(folder));
    }

    /** Not owner-only: a service that shares the folder by its group must be able to read them. */
    @Test
    @DisabledOnOs(OS.WINDOWS)
    void files_have_the_permissions_that_any_new_file_of_this_user_has() throws IOException {
        session.run("transcribe", "-o", folder.resolve("out").toString(), file("a.wav", "one"));
        Path usual = Files.createFile(folder.resolve("usual"));
        assertThat(Files.getPosixFilePermissions(folder.resolve("out/a.txt")))
                .isEqualTo(Files.getPosixFilePermissions(usual));
    }

    @Test
    void failure_that_every_file_would_have_stops_at_once() throws IOException {
        String bad = file("bad.wav", "!MEDIA_TOOL_FAILED");
        assertThat(session.run("transcribe", bad, file("b.wav", "two"))).isEqualTo(69);
        assertThat(session.out()).isEmpty();
    }

    @Test
    void standard_input_is_read_into_a_file_that_is_gone_afterwards() {
        assertThat(session.types("piped words").run("transcribe", "-")).isZero();
        assertThat(session.out()).isEqualTo("piped words\n");
        assertThat(session.services.files.get(0)).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/dev/stdin", "/dev/fd/0"})
    void other_names_of_standard_input_are_read_as_it_is(String name) {
        assertThat(session.types("piped words").run("transcribe", name)).isZero();
        assertThat(session.out()).isEqualTo("piped words\n");
        assertThat(session.services.files.get(0)).doesNotExist();
        assertThat(session.run("transcribe", "-", name)).isEqualTo(2);
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void a_device_or_a_folder_is_named_as_such() {
        assertThat(session.run("transcribe", "/dev/zero")).isEqualTo(66);
        assertThat(session.err()).contains("/dev/zero: a device; expected a recording or a pipe");
        assertThat(session.run("transcribe", folder.toString())).isEqualTo(66);
        assertThat(session.err()).contains("a folder; expected a recording");
    }

    @Test
    void warnings_stand_on_standard_error_unless_quiet() throws IOException {
        session.services.warnings = List.of(new Warning(WarningCode.CUT_OFF, "The file is cut off."));
        String file = file("a.wav", "x");
        assertThat(session.run("transcribe", file)).isZero();
        assertThat(session.out()).isEqualTo("x\n");
        assertThat(session.err()).isEqualTo("sotto: " + file + ": warning: The file is cut off.\n");
        Session quiet = new Session(session.services);
        quiet.run("transcribe", "--quiet", file);
        assertThat(quiet.err()).isEmpty();
    }

    @Test
    void files_are_named_after_the_recording_in_every_format() throws IOException {
        Path output = folder.resolve("new/out");
        int code = session.run("transcribe", "-f", "all", "-o", output.toString(), file("my.talk.mp3", "hello"));
        assertThat(code).isZero();
        assertThat(session.out()).isEmpty();
        try (Stream<Path> files = Files.list(output)) {
            assertThat(files.map(path -> path.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            "my.talk.txt",
                            "my.talk.json",
                            "my.talk.verbose.json",
                            "my.talk.srt",
                            "my.talk.vtt",
                            "my.talk.tsv",
                            "my.talk.csv",
                            "my.talk.ass",
                            "my.talk.lrc",
                            "my.talk.md",
                            "my.talk.docx");
        }
        assertThat(output.resolve("my.talk.srt")).hasContent("1\n00:00:00,000 --> 00:00:02,000\nhello\n\n");
        assertThat(session.err().lines()).hasSize(11).allMatch(line -> line.contains("my.talk."));
    }

    @Test
    void recordings_that_would_overwrite_each_other_are_refused() throws IOException {
        String[] line = {"transcribe", "-o", folder.toString(), file("a.wav", "x"), file("a.mp3", "y")};
        assertThat(session.run(line)).isEqualTo(2);
        assertThat(session.err()).contains("would have the same transcript file a.*");
    }

    @Test
    void output_folder_that_is_a_file_ends_with_74() throws IOException {
        assertThat(session.run("transcribe", "-o", file("taken", ""), file("a.wav", "x")))
                .isEqualTo(74);
        assertThat(session.err()).contains("taken");
    }

    @Test
    void progress_bar_is_drawn_for_a_person_and_hidden_by_quiet() throws IOException {
        String file = file("a.wav", "x");
        session.atTerminal().run("transcribe", file);
        assertThat(session.err()).contains("\r");
        Session quiet = new Session().atTerminal();
        quiet.run("transcribe", "--quiet", file);
        assertThat(quiet.err()).isEmpty();
    }

    @Test
    void ctrl_c_stops_the_file_and_those_after_it() throws IOException {
        session.services.whileTranscribing = session::pressCtrlC;
        assertThat(session.run("transcribe", file("a.wav", "x"), file("b.wav", "y")))
                .isEqualTo(130);
        assertThat(session.services.files).hasSize(1);
        assertThat(session.out()).isEmpty();
        assertThat(session.services.closed).isEqualTo(1);
        assertThat(session.handlesClosed()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1", "2", "65", "66", "69", "70", "74", "75", "78", "130"})
    void help_lists_the_exit_code(String code) {
        assertThat(session.run("transcribe", "--help")).isZero();
        assertThat(session.out()).containsPattern("(?m)^ +" + code + " {2,}\\S");
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    @Test
    void json_formats_end_with_a_line_break() throws IOException {
        session.run("transcribe", "-f", "json", file("a.wav", "x"));
        assertThat(session.out())
                .isEqualTo("{\"text\":\"x\",\"languages\":[{\"code\":\"de\"}],"
                        + "\"usage\":{\"type\":\"duration\",\"seconds\":2}}\n");
        assertThat(List.of(session.out().split("\n", -1))).hasSize(2);
    }
}
