package dev.sotto.api.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.testing.MultipartBody;
import dev.sotto.testing.ScriptedTranscriber;
import dev.sotto.testing.TestServer;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What programs that people have installed send to OpenAI's paths, written down from their sources, and what each of them reads
 * of the answer.
 */
@Tag("heavy")
class InstalledClientsIT {
    private static final String TEXT = ScriptedTranscriber.TEXT.strip();

    @TempDir
    static Path home;

    private static TestServer server;

    @BeforeAll
    static void start() throws Exception {
        server = TestServer.start(home, Map.of("SOTTO_HTTP_CORS_ORIGINS", "app://obsidian.md"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /** Fields before the {@code @} come before the file, the others behind it. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
        LangChain               | part_0.mp3 | audio/mpeg               | @&model=whisper-1
        OpenClaw                | audio      | application/octet-stream | @&model=whisper-1&language=en&prompt=Names: Sotto
        Open WebUI              | a.mp3      |                          | @&model=whisper-1&language=en
        Home Assistant          | a.wav      | audio/wav                | model=whisper-1&language=en&response_format=json&@
        ha-openai-whisper-stt   | audio.wav  | audio/wav                | model=whisper-1&prompt=&temperature=0&@
        openai_stt_ha           | audio.ogg  | audio/ogg                | model=gpt-4o-transcribe-diarize&language=en&@
        n8n                     | data.mp3   | audio/mpeg               | model=whisper-1&language=en&temperature=0&@
        Dify                    | temp.mp3   | audio/mpeg               | model=whisper-1&prompt=convert the audio to text&@
        LibreChat               | audio.webm | audio/webm               | @&model=whisper-1
        LangChain4j             | audio.wav  | audio/wav                | @&model=whisper-1&language=en&prompt=a
        pipecat                 | audio.wav  | audio/wav                | model=whisper-1&include[]=logprobs&response_format=json&@
        AnythingLLM             | a.mp3      | audio/mpeg               | model=whisper-1&temperature=0&@
        Flowise                 | a.mp3      | audio/mpeg               | model=whisper-1&@
        Chatwoot                | a.mp3      | audio/mpeg               | model=whisper-1&temperature=0.4&@
        VoiceInk                | a.wav      | audio/wav                | @&model=whisper-1&response_format=json&temperature=0
        OpenWhispr              | a.wav      | audio/wav                | @&model=whisper-1&language=auto
        whisper-obsidian-plugin | r.webm     | audio/webm               | @&model=whisper-1&language=en&prompt=&response_format=json
        """)
    void client_that_reads_the_text_gets_it(String client, String name, @Nullable String type, String fields) {
        HttpResponse<String> answer = send(name, type, fields);
        assertThat(answer.headers().firstValue("content-type")).hasValue("application/json");
        assertThat(json(answer).getString("text")).as(client).isEqualTo(TEXT);
        assertThat(json(answer).containsKey("error")).isFalse();
    }

    @Test
    void vercel_s_kit_reads_segments_and_the_name_of_the_language() {
        String fields = "model=whisper-1&@&response_format=verbose_json&timestamp_granularities[]=segment";
        JsonObject body = json(send("audio.wav", "audio/wav", fields));
        assertThat(body.getString("text")).isEqualTo(TEXT);
        assertThat(body.getString("language")).isEqualTo("english");
        assertThat(body.getDouble("duration")).isEqualTo(4.75);
        JsonObject segment = body.getJsonArray("segments").getJsonObject(0);
        assertThat(segment.getDouble("start")).isZero();
        assertThat(segment.getDouble("end")).isEqualTo(4.5);
    }

    @Test
    void litellm_reads_the_duration_as_a_number() {
        assertThat(json(send("a.mp3", "audio/mpeg", "@&model=whisper-1&response_format=verbose_json"))
                        .getValue("duration"))
                .isEqualTo(4.75);
    }

    @Test
    void wyoming_openai_reads_a_stream() {
        String fields = "model=whisper-1&response_format=json&stream=true&vad_filter=true&@";
        assertThat(send("audio.wav", "audio/wav", fields).body()).contains("event: transcript.text.done\ndata: {");
    }

    @Test
    void nextcloud_reads_times_with_hours() {
        assertThat(send("file.mp3", "audio/mpeg", "model=whisper-1&response_format=vtt&@")
                        .body())
                .startsWith("WEBVTT\n\n00:00:00.000 --> 00:00:04.500\n");
    }

    @Test
    void subtitle_edit_reads_segments_and_words_and_the_end_of_a_stream() {
        String fields = "model=whisper-1&response_format=verbose_json&timestamp_granularities[]=word"
                + "&timestamp_granularities[]=segment&language=en";
        assertThat(json(send("a.mp3", "audio/mpeg", fields + "&@")).fieldNames())
                .contains("segments", "words");
        assertThat(send("a.mp3", "audio/mpeg", fields + "&stream=true&@").body())
                .contains("event: transcript.text.done\ndata: {\"type\":\"transcript.text.done\"")
                .contains("\"segments\":[{")
                .doesNotContain("segment_id");
    }

    @Test
    void spring_ai_reads_the_bare_text() {
        assertThat(send("audio", "application/octet-stream", "@&model=whisper-1&response_format=text")
                        .body())
                .isEqualTo(TEXT + "\n");
    }

    @Test
    void livekit_s_agents_read_the_language() {
        String fields = "model=whisper-1&language=en&response_format=verbose_json&keywords[]=Sotto&@";
        assertThat(json(send("file.wav", "audio/wav", fields)).getString("language"))
                .isEqualTo("english");
    }

    @Test
    void speakr_reads_who_speaks() {
        String fields =
                "model=gpt-4o-transcribe-diarize&response_format=diarized_json&chunking_strategy=auto&language=en&@";
        assertThat(json(send("a.webm", "audio/webm", fields))
                        .getJsonArray("segments")
                        .getJsonObject(0)
                        .getString("speaker"))
                .isEqualTo("A");
    }

    @Test
    void nextcloud_and_voiceink_find_out_whether_there_is_such_a_path() {
        MultipartBody probe =
                new MultipartBody().field("model", "invalid-model").file(new byte[] {'a'});
        assertThat(server.post("/v1/audio/translations", probe).statusCode()).isEqualTo(400);
        MultipartBody zeros = new MultipartBody().field("model", "any").file(new byte[1024]);
        assertThat(server.post("/v1/audio/transcriptions", zeros).statusCode()).isEqualTo(400);
    }

    @Test
    void home_assistant_asks_for_its_model_and_anything_llm_for_all() {
        assertThat(json(server.get("/v1/models/whisper-1")).getString("object")).isEqualTo("model");
        assertThat(json(server.get("/v1/models")).getJsonArray("data").stream()
                        .map(model -> ((JsonObject) model).getString("id")))
                .contains("whisper-1", "gpt-4o-transcribe-diarize");
    }

    @Test
    void obsidian_may_ask_from_its_own_origin() {
        HttpResponse<String> preflight = server.send(HttpRequest.newBuilder(server.uri("/v1/audio/transcriptions"))
                .header("Origin", "app://obsidian.md")
                .header("Access-Control-Request-Method", "POST")
                .header("Access-Control-Request-Headers", "authorization,content-type")
                .method("OPTIONS", HttpRequest.BodyPublishers.noBody()));
        assertThat(preflight.headers().firstValue("access-control-allow-origin"))
                .hasValue("app://obsidian.md");
    }

    private static HttpResponse<String> send(String name, @Nullable String type, String fields) {
        MultipartBody form = new MultipartBody();
        for (String field : fields.split("&", -1)) {
            int equals = field.indexOf('=');
            if (equals < 0) {
                String typed = type == null ? "" : "\r\nContent-Type: " + type;
                form.raw(
                        "--%s\r\nContent-Disposition: form-data; name=\"file\"; filename=\"%s\"%s\r\n\r\nRIFF....WAVE\r\n"
                                .formatted(MultipartBody.BOUNDARY, name, typed));
            } else {
                form.field(field.substring(0, equals), field.substring(equals + 1));
            }
        }
        HttpResponse<String> answer = server.post("/v1/audio/transcriptions", form);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer;
    }

    private static JsonObject json(HttpResponse<String> answer) {
        return new JsonObject(answer.body());
    }
}
