package dev.sotto.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sotto.testing.SharedFolder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every sample is the one that the reference reads, for our recordings, the shared ones, and every container and codec. */
@Tag("heavy")
class SampleExactnessTest {
    private final Ffmpeg ffmpeg = Ffmpeg.required();

    @TempDir
    Path folder;

    @Test
    void our_recordings_have_the_samples_of_the_reference() throws Exception {
        List<Path> recordings = recordingsBelow(Ffmpeg.RECORDINGS);
        assertThat(recordings).hasSizeGreaterThanOrEqualTo(9);
        for (Path recording : recordings) {
            assertExact(recording);
        }
    }

    @Test
    void shared_recordings_have_the_samples_of_the_reference() throws Exception {
        List<Path> recordings = recordingsBelow(SharedFolder.require("audio"));
        assertThat(recordings).hasSizeGreaterThanOrEqualTo(50);
        for (Path recording : recordings) {
            assertExact(recording);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "mp3, -c:a libmp3lame",
        "mp2, -c:a mp2",
        "m4a, -c:a aac",
        "aac, -c:a aac",
        "flac, -c:a flac",
        "ogg, -c:a libvorbis",
        "opus, -c:a libopus",
        "webm, -c:a libopus",
        "mkv, -c:a flac",
        "mka, -c:a libvorbis",
        "mov, -c:a pcm_s16be",
        "avi, -c:a pcm_s16le",
        "wma, -c:a wmav2",
        "aiff, -c:a pcm_s16be",
        "au, -c:a pcm_mulaw",
        "caf, -c:a alac",
        "flv, -c:a libmp3lame -ar 44100",
        "3gp, -c:a aac",
        "ac3, -c:a ac3",
        "ts, -c:a aac",
        "mpg, -c:a mp2",
        "gsm, -c:a libgsm -ar 8000",
        "spx, -c:a libspeex",
        "wav, -c:a pcm_s16le",
        "wav, -c:a pcm_s16le -ar 8000",
        "wav, -c:a pcm_s16le -ar 48000 -ac 2",
        "wav, -c:a pcm_f32le -ar 44100 -ac 2",
        "wav, -c:a pcm_s24le -ar 96000 -ac 6",
        "wav, -c:a pcm_mulaw -ar 8000",
        "wav, -c:a adpcm_ima_wav",
        "w64, -c:a pcm_s16le",
        "wv, -c:a wavpack",
        "tta, -c:a tta",
        "voc, -c:a pcm_u8"
    })
    void container_and_codec_give_the_samples_of_the_reference(String extension, String encoding) throws Exception {
        Path made = folder.resolve("made." + extension);
        String encoder = encoding.split(" ")[1];
        assumeTrue(ffmpeg.hasEncoder(encoder), "skipped: this ffmpeg has no encoder " + encoder);
        ffmpeg.run(Stream.of(
                        Stream.of("-i", Ffmpeg.RECORDINGS.resolve("sample.flac"), "-t", 5),
                        Stream.of(encoding.split(" ")),
                        Stream.of(made))
                .flatMap(arguments -> arguments)
                .toArray());
        assertExact(made);
    }

    @Test
    void video_with_sound_gives_the_samples_of_the_reference() throws Exception {
        Path made = folder.resolve("video.mp4");
        Path sound = Ffmpeg.RECORDINGS.resolve("sample.flac");
        ffmpeg.run("-f", "lavfi", "-i", "testsrc=d=3:s=64x64:r=5", "-i", sound, "-c:v", "mpeg4", "-shortest", made);
        assertExact(made);
    }

    @Test
    void song_with_a_cover_picture_gives_the_samples_of_the_reference() throws Exception {
        Path cover = folder.resolve("cover.png");
        ffmpeg.run("-f", "lavfi", "-i", "testsrc=s=64x64", "-frames:v", 1, cover);
        Path made = folder.resolve("cover.mp3");
        Path sound = Ffmpeg.RECORDINGS.resolve("sample.flac");
        ffmpeg.run("-i", sound, "-i", cover, "-map", 0, "-map", 1, "-c:v", "copy", "-t", 5, made);
        assertExact(made);
    }

    /** Speech frames of 12.2 kbit/s with arbitrary content: few machines have an encoder, all decoders must agree. */
    @Test
    void telephone_recording_in_amr_gives_the_samples_of_the_reference() throws Exception {
        Random random = new Random(1);
        ByteArrayOutputStream amr = new ByteArrayOutputStream();
        amr.writeBytes("#!AMR\n".getBytes(StandardCharsets.US_ASCII));
        for (int frame = 0; frame < 100; frame++) {
            byte[] bytes = new byte[32];
            random.nextBytes(bytes);
            bytes[0] = 0x3c;
            amr.writeBytes(bytes);
        }
        assertExact(Files.write(folder.resolve("phone.amr"), amr.toByteArray()));
    }

    private void assertExact(Path recording) throws IOException, InterruptedException {
        Path scratch = folder.resolve("scratch");
        MediaDecoder decoder = new MediaDecoder(ffmpeg.tool(), MediaLimits.DEFAULTS, scratch);
        try (Waveform waveform = decoder.decode(recording, () -> false)) {
            assertThat(Ffmpeg.samples(waveform))
                    .as("samples of %s", recording.getFileName())
                    .isEqualTo(ffmpeg.reference(recording, folder));
            assertThat(waveform.warnings())
                    .as("warnings of %s", recording.getFileName())
                    .isEmpty();
        }
        if (Files.exists(scratch)) {
            assertThat(scratch).isEmptyDirectory();
        }
    }

    private static List<Path> recordingsBelow(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !file.toString().matches(".*\\.(json|md|rttm)"))
                    .sorted()
                    .toList();
        }
    }
}
