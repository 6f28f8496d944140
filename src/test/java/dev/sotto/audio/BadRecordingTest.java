package dev.sotto.audio;

import static dev.sotto.fault.FaultCode.EMPTY_FILE;
import static dev.sotto.fault.FaultCode.INVALID_MEDIA;
import static dev.sotto.fault.FaultCode.MEDIA_LIMIT_EXCEEDED;
import static dev.sotto.fault.FaultCode.NO_AUDIO_STREAM;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Empty, foreign, damaged and hostile files. {@link DecodeFixture} checks after each that nothing is left behind. */
@Tag("heavy")
class BadRecordingTest {
    private static final String EXPECTED =
            "expected a recording such as WAV, MP3, M4A, MP4, FLAC, OGG, WebM, WMA, AIFF or AMR.";
    private static final String NEITHER = "The file is damaged, or neither audio nor video; " + EXPECTED;
    private static final String NOT_AS_NAMED = "The file is named like audio but holds none; " + EXPECTED;
    private static final Path SAMPLE = Ffmpeg.RECORDINGS.resolve("sample.flac");
    private static final long SAMPLE_SAMPLES = 282_112;

    private final Ffmpeg ffmpeg = Ffmpeg.required();
    private DecodeFixture fixture;

    @TempDir
    Path folder;

    @BeforeEach
    void make_fixture() {
        fixture = new DecodeFixture(ffmpeg.tool(), MediaLimits.DEFAULTS, folder);
    }

    @Test
    void file_of_0_bytes_is_empty() throws IOException {
        assertThat(fixture.refused(written("zero.mp3", new byte[0]), EMPTY_FILE))
                .isEqualTo("The file is empty: it has 0 bytes.");
    }

    @ParameterizedTest
    @CsvSource({
        "five, hello",
        "page.html, <html><body>Not found</body></html>",
        "text.txt, This is only text.",
        "page.pdf, %PDF-1.4 and so on",
        "lines.json, {\"text\": 1}"
    })
    void foreign_text_is_neither_audio_nor_video(String name, String text) throws IOException {
        assertThat(fixture.refused(written(name, text), INVALID_MEDIA)).isEqualTo(NEITHER);
    }

    @Test
    void text_and_random_bytes_named_mp3_hold_no_audio() throws IOException {
        assertThat(fixture.refused(written("text.mp3", "hello world, this is text"), INVALID_MEDIA))
                .isEqualTo(NOT_AS_NAMED);
        assertThat(fixture.refused(written("random.mp3", randomBytes(50_000)), INVALID_MEDIA))
                .isEqualTo(NOT_AS_NAMED);
    }

    @Test
    void random_bytes_and_zip_are_neither_audio_nor_video() throws IOException {
        assertThat(fixture.refused(written("random", randomBytes(50_000)), INVALID_MEDIA))
                .isEqualTo(NEITHER);
        byte[] zip = {'P', 'K', 5, 6, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
        assertThat(fixture.refused(written("archive.zip", zip), INVALID_MEDIA)).isEqualTo(NEITHER);
    }

    @ParameterizedTest
    @CsvSource({"jpg, image2", "png, png_pipe", "gif, gif"})
    void picture_is_refused_by_its_format(String extension, String format) throws Exception {
        Path picture = folder.resolve("picture." + extension);
        ffmpeg.run("-f", "lavfi", "-i", "testsrc=s=64x64", "-frames:v", 1, picture);
        assertThat(fixture.refused(picture, INVALID_MEDIA)).isEqualTo(refusedFormat(format));
    }

    @Test
    void video_without_sound_has_no_audio_stream() throws Exception {
        Path video = folder.resolve("silent.mp4");
        ffmpeg.run("-f", "lavfi", "-i", "testsrc=d=1:s=64x64", "-c:v", "mpeg4", video);
        assertThat(fixture.refused(video, NO_AUDIO_STREAM))
                .isEqualTo("The file holds no audio stream, only pictures or other data.");
    }

    @Test
    void truncated_mp4_names_the_missing_index() throws Exception {
        assertThat(fixture.refused(cut("m4a", 40_000), INVALID_MEDIA))
                .isEqualTo("The file is cut off or damaged: its index (the MP4 moov atom) is missing.");
    }

    @Test
    void truncated_mp3_gives_what_is_there_and_a_warning() throws Exception {
        assertThat(fixture.warnings(cut("mp3", 40_000), 100_000, SAMPLE_SAMPLES - 16_000))
                .containsExactly("The file declares 17.7 s of sound, but only 13.2 s could be read; it seems cut off or"
                        + " damaged.");
    }

    @Test
    void truncated_matroska_gives_what_is_there_and_warnings() throws Exception {
        assertThat(fixture.warnings(cut("mka", 60_000), 16_000, SAMPLE_SAMPLES - 16_000))
                .hasSize(2)
                .allMatch(
                        warning -> warning.matches("The file (declares 17.7 s of sound, but only .*|is damaged: .*)"));
    }

    @Test
    void truncated_wav_names_the_missing_bytes() throws IOException {
        byte[] wav = new WavBytes().dataLength(132_000).build();
        assertThat(fixture.warnings(written("cut.wav", wav), 16_000, 16_000))
                .containsExactly("The file is cut off: 100000 bytes of sound are missing at its end.");
    }

    @Test
    void wav_of_unknown_length_as_streaming_programs_write_it_is_read_without_a_warning() throws IOException {
        byte[] wav =
                new WavBytes().dataLength(0xffffffff).riffLength(0xffffffff).build();
        assertThat(fixture.warnings(written("streamed.wav", wav), 16_000, 16_000))
                .isEmpty();
    }

    @Test
    void flipped_flac_bytes_give_what_is_left_and_warnings() throws IOException {
        byte[] flac = Files.readAllBytes(SAMPLE);
        Random random = new Random(2);
        for (int i = 0; i < 50; i++) {
            flac[10_000 + random.nextInt(flac.length - 10_000)] ^= (byte) 0xff;
        }
        assertThat(fixture.warnings(written("flipped.flac", flac), 16_000, SAMPLE_SAMPLES))
                .anyMatch(warning -> warning.matches("The file is damaged: decoding reported errors \\(\\d+\\),"
                        + " so parts of the sound may be missing\\."));
    }

    @Test
    void wav_header_lies_are_refused() throws IOException {
        assertThat(fixture.refused(
                        written("channels0.wav", new WavBytes().channels(0).build()), INVALID_MEDIA))
                .isEqualTo(
                        "The file cannot be decoded: Decoder requires channel count but channels not set; " + EXPECTED);
        assertThat(fixture.refused(
                        written("channels.wav", new WavBytes().channels(65_535).build()), MEDIA_LIMIT_EXCEEDED))
                .isEqualTo("The sound has 65535 channels of 16000 Hz; at most 8 channels and 384000 Hz are accepted.");
        assertThat(fixture.refused(written("rate0.wav", new WavBytes().rate(0).build()), INVALID_MEDIA))
                .isEqualTo(NEITHER);
        assertThat(fixture.refused(
                        written("rate.wav", new WavBytes().rate(-294_967_296).build()), INVALID_MEDIA))
                .isEqualTo(NEITHER);
        assertThat(fixture.refused(
                        written("codec.wav", new WavBytes().format(0x1234).build()), INVALID_MEDIA))
                .isEqualTo("The file's sound is coded in a way that the installed ffmpeg cannot decode (codec: none).");
    }

    @Test
    void wav_without_sound_is_refused() throws IOException {
        String none = "The file's audio stream holds no sound that can be decoded.";
        assertThat(fixture.refused(
                        written("empty.wav", new WavBytes().samples(0).build()), INVALID_MEDIA))
                .isEqualTo(none);
        byte[] headOnly = Arrays.copyOf(new WavBytes().build(), 12);
        assertThat(fixture.refused(written("head.wav", headOnly), INVALID_MEDIA))
                .isEqualTo(NEITHER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"mp3", "m3u8", "wav", "mp4"})
    void hls_playlist_reads_no_other_file_and_no_address(String extension) throws Exception {
        Files.copy(SAMPLE, folder.resolve("other.flac"));
        Path other = folder.resolve("other.flac").toAbsolutePath();
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String http = "http://127.0.0.1:%d/x.wav".formatted(listener.getLocalPort());
            for (String target : new String[] {"other.flac", "file://" + other, other.toString(), http}) {
                Path playlist = written("list." + extension, """
                    #EXTM3U
                    #EXT-X-TARGETDURATION:10
                    #EXTINF:10,
                    %s
                    #EXT-X-ENDLIST
                    """.formatted(target));
                assertThat(fixture.refused(playlist, INVALID_MEDIA)).isEqualTo(refusedFormat("hls"));
            }
            assertNoCaller(listener);
        }
    }

    @Test
    void concat_script_reads_no_other_file() throws IOException {
        Files.copy(SAMPLE, folder.resolve("other.flac"));
        Path script = written("script.mp3", "ffconcat version 1.0\nfile other.flac\n");
        assertThat(fixture.refused(script, INVALID_MEDIA)).isEqualTo(refusedFormat("concat"));
    }

    @Test
    void concat_script_with_addresses_opens_no_connection() throws IOException {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String text = "ffconcat version 1.0\nfile http://127.0.0.1:%d/x.wav\n".formatted(listener.getLocalPort());
            assertThat(fixture.refused(written("script.wav", text), INVALID_MEDIA))
                    .isEqualTo(refusedFormat("concat"));
            String manifest = "<MPD xmlns=\"urn:mpeg:dash:schema:mpd:2011\"><Period><BaseURL>http://127.0.0.1:%d/"
                    .formatted(listener.getLocalPort());
            assertThat(fixture.refused(written("film.mp4", manifest), INVALID_MEDIA))
                    .startsWith("The file");
            assertNoCaller(listener);
        }
    }

    @Test
    void session_description_opens_no_socket() throws IOException {
        String text = "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=audio 5004 RTP/AVP 0\n";
        assertThat(fixture.refused(written("session.mp3", text), INVALID_MEDIA)).isEqualTo(refusedFormat("sdp"));
    }

    @Test
    void playlist_of_another_kind_is_refused_by_its_format() throws IOException {
        assertThat(fixture.refused(written("list.pls", "[playlist]\nFile1=other.flac\n"), INVALID_MEDIA))
                .startsWith("The file's format (");
    }

    @Test
    void subtitle_file_is_refused_by_its_format() throws IOException {
        String text = "1\n00:00:01,000 --> 00:00:02,000\nHi\n";
        assertThat(fixture.refused(written("lines.srt", text), INVALID_MEDIA)).isEqualTo(refusedFormat("srt"));
    }

    @Test
    void day_of_silence_in_few_bytes_is_too_long() throws Exception {
        Path day = folder.resolve("day.flac");
        ffmpeg.run("-f", "lavfi", "-t", 86_400, "-i", "anullsrc=r=1000:cl=mono", "-frame_size", 65_535, day);
        assertThat(Files.size(day)).isLessThan(100_000);
        assertThat(fixture.refused(day, MEDIA_LIMIT_EXCEEDED))
                .isEqualTo("The recording lasts 24:00:00 or more; at most 8:00:00 is accepted.");
    }

    @Test
    void recording_that_hides_its_length_is_cut_at_the_limit_and_refused() throws Exception {
        Path minutes = folder.resolve("minutes.aac");
        ffmpeg.run("-f", "lavfi", "-t", 180, "-i", "anullsrc=r=16000:cl=mono", "-f", "adts", minutes);
        MediaLimits tight = new MediaLimits(Duration.ofMinutes(1), Duration.ofMinutes(1), 1L << 30, 4L << 30);
        assertThat(new DecodeFixture(ffmpeg.tool(), tight, folder).refused(minutes, MEDIA_LIMIT_EXCEEDED))
                .isEqualTo("The recording lasts 0:01:01 or more; at most 0:01:00 is accepted.");
    }

    @Test
    void wav_over_the_limit_is_refused_on_the_direct_path_too() throws IOException {
        MediaLimits tight = new MediaLimits(Duration.ofSeconds(1), Duration.ofMinutes(1), 1L << 30, 4L << 30);
        Path wav = written("long.wav", new WavBytes().samples(16_001).build());
        assertThat(new DecodeFixture(ffmpeg.tool(), tight, folder).refused(wav, MEDIA_LIMIT_EXCEEDED))
                .isEqualTo("The recording lasts 0:00:01 or more; at most 0:00:01 is accepted.");
    }

    @Test
    void too_many_decoded_bytes_are_refused() {
        MediaLimits tight = new MediaLimits(Duration.ofHours(1), Duration.ofMinutes(1), 100_000, 4L << 30);
        assertThat(new DecodeFixture(ffmpeg.tool(), tight, folder).refused(SAMPLE, MEDIA_LIMIT_EXCEEDED))
                .isEqualTo("The recording unpacks to more than the 100000 bytes that are allowed.");
    }

    @Test
    void folder_missing_file_and_unreadable_file_are_told_apart() throws IOException {
        assertThat(fixture.refused(Files.createDirectory(folder.resolve("folder.mp3")), INVALID_MEDIA))
                .isEqualTo("This is a folder or device; expected a file with audio or video.");
        assertThat(fixture.refused(folder.resolve("missing.mp3"), INVALID_MEDIA))
                .isEqualTo("There is no such file.");
    }

    @Test
    void unreadable_file_is_refused() throws IOException {
        Path file = written("secret.wav", new WavBytes().build());
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
        assumeFalse(Files.isReadable(file), "skipped: this user may read every file");
        assertThat(fixture.refused(file, INVALID_MEDIA)).isEqualTo("The file cannot be read: permission denied.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-i",
                "-y.mp3",
                "a:b.mp3",
                "%d %03d.flac",
                "a'b\"c;$(x) &.flac",
                "\u65e5\u672c\u8a9e \ud83d\ude00.flac"
            })
    void odd_file_names_are_only_names(String name) throws IOException {
        boolean isAscii = name.chars().allMatch(c -> c < 128);
        boolean isUnicodeLocale = "UTF-8".equalsIgnoreCase(System.getProperty("sun.jnu.encoding"));
        assumeFalse(!isAscii && !isUnicodeLocale, "skipped: the locale of this machine cannot name such a file");
        Path file = folder.resolve(name);
        Files.copy(SAMPLE, file);
        assertThat(fixture.warnings(file, SAMPLE_SAMPLES, SAMPLE_SAMPLES)).isEmpty();
    }

    private static String refusedFormat(String format) {
        return "The file's format (%s) is not accepted; %s".formatted(format, EXPECTED);
    }

    private Path cut(String extension, int bytes) throws Exception {
        Path whole = folder.resolve("whole." + extension);
        ffmpeg.run("-i", SAMPLE, whole);
        return written("cut." + extension, Arrays.copyOf(Files.readAllBytes(whole), bytes));
    }

    private Path written(String name, String text) throws IOException {
        return written(name, text.getBytes(UTF_8));
    }

    private Path written(String name, byte[] bytes) throws IOException {
        return Files.write(folder.resolve(name), bytes);
    }

    private static byte[] randomBytes(int count) {
        byte[] bytes = new byte[count];
        new Random(1).nextBytes(bytes);
        return bytes;
    }

    private static void assertNoCaller(ServerSocket listener) throws IOException {
        listener.setSoTimeout(1);
        assertThatThrownBy(listener::accept).isInstanceOf(SocketTimeoutException.class);
    }
}
