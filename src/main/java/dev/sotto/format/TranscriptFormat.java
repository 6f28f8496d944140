package dev.sotto.format;

import dev.sotto.transcript.Transcript;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/**
 * The shapes in which a transcript leaves the house. {@code json} and {@code verbose_json} are those of OpenAI's audio
 * API, with numbers of three places at most; {@code text}, {@code srt}, {@code vtt} and {@code tsv} are byte for byte what the
 * writers in whisper/utils.py (openai/whisper, MIT) put into a file, but for {@link CueText}, {@link CueTimes} and {@link CueMarkup},
 * and hours in WebVTT.
 */
public enum TranscriptFormat {
    JSON("json", "json", "application/json", JsonWriter::json),
    TEXT("text", "txt", "text/plain; charset=utf-8", (transcript, options) -> TableWriter.text(transcript)),
    SRT("srt", "srt", "text/plain; charset=utf-8", SubtitleWriter::srt),
    VERBOSE_JSON("verbose_json", "verbose.json", "application/json", JsonWriter::verboseJson),
    VTT("vtt", "vtt", "text/plain; charset=utf-8", SubtitleWriter::vtt),
    TSV("tsv", "tsv", "text/tab-separated-values; charset=utf-8", (transcript, options) -> TableWriter.tsv(transcript)),
    CSV("csv", "csv", "text/csv; charset=utf-8", (transcript, options) -> TableWriter.csv(transcript)),
    ASS("ass", "ass", "text/plain; charset=utf-8", AssWriter::ass),
    LRC("lrc", "lrc", "text/plain; charset=utf-8", LrcWriter::lrc),
    MARKDOWN(
            "md",
            "md",
            "text/markdown; charset=utf-8",
            (transcript, options) -> MarkdownWriter.markdown(transcript, true)),
    /** Paragraphs for a word processor. */
    DOCX(
            "docx",
            "docx",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            TranscriptFormat::noText),
    /** OpenAI's for its model that tells speakers apart. */
    DIARIZED_JSON(
            "diarized_json",
            "diarized.json",
            "application/json",
            (transcript, options) -> JsonWriter.diarizedJson(transcript)),
    /** Segments with their words, each word with its score. */
    ALIGNED_JSON(
            "aligned_json",
            "aligned.json",
            "application/json",
            (transcript, options) -> JsonWriter.alignedJson(transcript)),
    /** Turns of speakers; nothing of what they say. */
    RTTM("rttm", "rttm", "text/plain; charset=utf-8", (transcript, options) -> RttmWriter.rttm(transcript));

    private static final String TEXT_OF_REFERENCE = "txt";

    private final String wireName;
    private final String fileExtension;
    private final String contentType;

    @SuppressWarnings("ImmutableEnumChecker") // the writers hold no state
    private final BiFunction<Transcript, DocumentOptions, String> writer;

    TranscriptFormat(
            String wireName,
            String fileExtension,
            String contentType,
            BiFunction<Transcript, DocumentOptions, String> writer) {
        this.wireName = wireName;
        this.fileExtension = fileExtension;
        this.contentType = contentType;
        this.writer = writer;
    }

    /** As in the form field {@code response_format} and on the command line, or the reference's {@code txt}; case counts. */
    public static Optional<TranscriptFormat> named(String wireName) {
        String name = wireName.equals(TEXT_OF_REFERENCE) ? TEXT.wireName : wireName;
        return Arrays.stream(values())
                .filter(format -> format.wireName.equals(name))
                .findFirst();
    }

    /** Every name, in the order of this list. */
    public static String names() {
        return Arrays.stream(values()).map(TranscriptFormat::wireName).collect(Collectors.joining(", "));
    }

    /** Whether it holds nothing unless speakers are told apart. */
    public boolean needsSpeakers() {
        return this == RTTM || this == DIARIZED_JSON;
    }

    /** Whether it is for words with times. */
    public boolean needsWords() {
        return this == ALIGNED_JSON;
    }

    /** Whether its documents can be shown on a terminal. */
    public boolean isText() {
        return this != DOCX;
    }

    /** Whether its documents are JSON objects. */
    public boolean isJson() {
        return contentType.equals(JSON.contentType);
    }

    public String wireName() {
        return wireName;
    }

    /** Without its dot; unlike for every format, so that one folder can hold them all. */
    public String fileExtension() {
        return fileExtension;
    }

    /** Subtitles go as plain text: OpenAI does so, and its clients read nothing else. */
    public String contentType() {
        return contentType;
    }

    /** Writes the whole document with all there is, as {@link #write(Transcript, DocumentOptions)} does. */
    public String write(Transcript transcript) {
        return write(transcript, DocumentOptions.DEFAULTS);
    }

    /**
     * Writes the whole document, to be encoded as UTF-8; not for one that is no text, see {@link #encode}.
     *
     * @throws IllegalArgumentException if a time is negative or not a number
     */
    public String write(Transcript transcript, DocumentOptions options) {
        return writer.apply(transcript, options);
    }

    private static String noText(Transcript transcript, DocumentOptions options) {
        throw new IllegalStateException("a document of a word processor is no text");
    }

    /** The whole document as a file has it, with the times of paragraphs. */
    public byte[] encode(Transcript transcript, DocumentOptions options) {
        return encode(transcript, options, true);
    }

    /**
     * The whole document as a file has it.
     *
     * @param hasTimes whether each paragraph of {@link #MARKDOWN} and {@link #DOCX} says when it begins; no other format looks at it
     * @throws IllegalArgumentException if a time is negative or not a number
     */
    public byte[] encode(Transcript transcript, DocumentOptions options, boolean hasTimes) {
        return switch (this) {
            case DOCX -> DocxWriter.docx(transcript, hasTimes);
            case MARKDOWN -> MarkdownWriter.markdown(transcript, hasTimes).getBytes(StandardCharsets.UTF_8);
            default -> write(transcript, options).getBytes(StandardCharsets.UTF_8);
        };
    }
}
