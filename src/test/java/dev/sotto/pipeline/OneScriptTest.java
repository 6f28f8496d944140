package dev.sotto.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.transcript.AlignmentOptions;
import dev.sotto.transcript.ChineseScript;
import dev.sotto.transcript.Mode;
import dev.sotto.transcript.PartialTranscript;
import dev.sotto.transcript.ResumePoint;
import dev.sotto.transcript.Segment;
import dev.sotto.transcript.SpeechOptions;
import dev.sotto.transcript.Task;
import dev.sotto.transcript.Transcript;
import dev.sotto.transcript.TranscriptionListener;
import dev.sotto.transcript.TranscriptionOptions;
import dev.sotto.transcript.Word;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OneScriptTest {
    private static final String SIMPLIFIED = "广州市房地产中介协会分析,头发里有汗,后来皇后说这是什么";
    private static final String TRADITIONAL = "廣州市房地產中介協會分析,頭髮裡有汗,後來皇后說這是什麼";
    private static final String MIXED = "這個项目于2011年八月完工";

    @Test
    void text_is_written_in_the_script_that_was_asked_for() {
        assertThat(text(asked(ChineseScript.TRADITIONAL), "zh", SIMPLIFIED)).isEqualTo(TRADITIONAL);
        assertThat(text(asked(ChineseScript.TRADITIONAL), "zh", TRADITIONAL)).isEqualTo(TRADITIONAL);
        assertThat(text(asked(ChineseScript.SIMPLIFIED), "zh", TRADITIONAL)).isEqualTo(SIMPLIFIED);
        assertThat(text(asked(ChineseScript.SIMPLIFIED), "zh", SIMPLIFIED)).isEqualTo(SIMPLIFIED);
        assertThat(text(asked(ChineseScript.SIMPLIFIED), "yue", MIXED)).isEqualTo("这个项目于2011年八月完工");
    }

    @Test
    void the_first_character_that_one_script_alone_has_decides_where_none_was_asked_for() {
        assertThat(text(asHeard(), "zh", "你好", "后来 台北", SIMPLIFIED, MIXED, TRADITIONAL))
                .isEqualTo("你好后来 台北" + SIMPLIFIED + "这个项目于2011年八月完工" + SIMPLIFIED);
        assertThat(text(asHeard(), "zh", "台灣", SIMPLIFIED, MIXED)).isEqualTo("台灣" + TRADITIONAL + "這個項目於2011年八月完工");
        assertThat(text(asHeard(), "zh", "台灣皇后", "一只 台北"))
                .as("nothing is mixed")
                .isEqualTo("台灣皇后一只 台北");
    }

    @Test
    void words_and_segments_and_text_and_what_the_listener_hears_agree() {
        for (ChineseScript script : ChineseScript.values()) {
            OneScript one = new OneScript(asked(script), Optional.empty());
            List<Segment> heard = new ArrayList<>();
            TranscriptionListener listener = one.before(new TranscriptionListener() {
                @Override
                public void segment(Segment segment) {
                    heard.add(segment);
                }
            });
            Transcript transcript = transcript(
                    "zh",
                    segment(0, "", " 头", "发", "里有", " ABC", "汗"),
                    segment(1, "", "這個", "项目", "于2011年"),
                    segment(2, "出租车和软件"));
            listener.language("zh");
            transcript.segments().forEach(listener::segment);
            Transcript written = one.written(transcript);
            assertThat(heard).isEqualTo(written.segments());
            assertThat(written.text())
                    .isEqualTo(
                            script == ChineseScript.SIMPLIFIED
                                    ? "头发里有 ABC汗这个项目于2011年出租车和软件"
                                    : "頭髮裡有 ABC汗這個項目於2011年出租車和軟件");
            for (int i = 0; i < 2; i++) {
                assertThat(spelt(heard.get(i).words())).isEqualTo(heard.get(i).text());
                assertThat(heard.get(i).tokens())
                        .isEqualTo(transcript.segments().get(i).tokens());
            }
        }
    }

    @Test
    void what_a_transcription_that_was_cut_off_has_finished_decides_for_the_rest() {
        Transcript whole = transcript("zh", segment(0, "你好"), segment(1, TRADITIONAL), segment(2, SIMPLIFIED));
        Transcript uncut = new OneScript(asHeard(), Optional.empty()).written(whole);
        for (int cut = 0; cut <= 3; cut++) {
            PartialTranscript finished = new PartialTranscript(
                    new ResumePoint.Batched("zh", cut, false), uncut.segments().subList(0, cut));
            List<Segment> resumed = new ArrayList<>(finished.segments());
            resumed.addAll(whole.segments().subList(cut, 3));
            assertThat(new OneScript(asHeard(), Optional.of(finished))
                            .written(transcript("zh", resumed.toArray(Segment[]::new))))
                    .isEqualTo(uncut);
        }
        assertThat(uncut.text()).isEqualTo("你好" + TRADITIONAL + TRADITIONAL);
    }

    @Test
    void other_languages_stay_and_so_do_given_texts_and_the_transcripts_of_the_reference() {
        assertThat(text(asked(ChineseScript.SIMPLIFIED), "ja", "東京都の軟體動物")).isEqualTo("東京都の軟體動物");
        assertThat(text(asHeard(), "ja", "国会", "國會")).isEqualTo("国会國會");
        TranscriptionOptions given = asked(ChineseScript.TRADITIONAL).toBuilder()
                .alignment(new AlignmentOptions(Optional.of(SIMPLIFIED)))
                .build();
        assertThat(text(given, "zh", SIMPLIFIED)).isEqualTo(SIMPLIFIED);
        TranscriptionOptions reference = TranscriptionOptions.builder()
                .speech(SpeechOptions.builder()
                        .mode(Mode.SEQUENTIAL)
                        .vadFilter(false)
                        .build())
                .build();
        assertThat(text(reference, "zh", MIXED)).isEqualTo(MIXED);
    }

    @Test
    void where_each_window_has_its_language_the_segments_of_chinese_are_written() {
        Transcript transcript = transcript(
                "ja", segment(0, "國會").inLanguage("ja"), segment(1, "國會").inLanguage("zh"));
        assertThat(new OneScript(asked(ChineseScript.SIMPLIFIED), Optional.empty())
                        .written(transcript)
                        .text())
                .isEqualTo("國會国会");
    }

    @ParameterizedTest
    @CsvSource({
        "zh-CN, SIMPLIFIED",
        "zh-Hans, SIMPLIFIED",
        "zh_SG, SIMPLIFIED",
        "zh-Hans-HK, SIMPLIFIED",
        "cmn-Hans-CN, SIMPLIFIED",
        "zh-TW, TRADITIONAL",
        "ZH-tw, TRADITIONAL",
        "zh-HK, TRADITIONAL",
        "zh_Hant, TRADITIONAL",
        "yue-HK, TRADITIONAL",
        "zh,",
        "chinese,",
        "ja-TW,",
        "klingon,"
    })
    void a_tag_asks_for_a_script_by_its_own_script_or_its_region(String tag, ChineseScript script) {
        assertThat(ChineseScript.askedBy(tag)).isEqualTo(Optional.ofNullable(script));
    }

    private static TranscriptionOptions asked(ChineseScript script) {
        return TranscriptionOptions.builder().script(Optional.of(script)).build();
    }

    private static TranscriptionOptions asHeard() {
        return TranscriptionOptions.DEFAULTS;
    }

    private static String text(TranscriptionOptions options, String language, String... texts) {
        Segment[] segments = new Segment[texts.length];
        Arrays.setAll(segments, i -> segment(i, texts[i]));
        return new OneScript(options, Optional.empty())
                .written(transcript(language, segments))
                .text();
    }

    private static Transcript transcript(String language, Segment... segments) {
        String text = Arrays.stream(segments).map(Segment::text).collect(Collectors.joining());
        return new Transcript(Task.TRANSCRIBE, language, 30, text.strip(), List.of(segments));
    }

    /** With the text of its words, if it has any. */
    private static Segment segment(int id, String text, String... words) {
        List<Word> timed = Arrays.stream(words)
                .map(word -> new Word(word, id, id + 1, 0.5))
                .toList();
        String said = words.length == 0 ? text : spelt(timed);
        return new Segment(id, 0, id, id + 1, said, List.of(50364, id), 0, -0.2, 1.2, 0.1, timed);
    }

    private static String spelt(List<Word> words) {
        return words.stream().map(Word::text).collect(Collectors.joining());
    }
}
