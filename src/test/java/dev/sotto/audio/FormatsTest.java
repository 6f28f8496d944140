package dev.sotto.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Kinds of files that the replaced systems list, made by ffmpeg from our own recording, give the same sound; what
 * {@link SampleExactnessTest} compares sample by sample is not repeated.
 */
@Tag("heavy")
class FormatsTest {
    private static final double SECONDS = 4;
    private static final int DELAY_BLOCKS_MAX = 5;

    private static Ffmpeg ffmpeg;

    @TempDir
    static Path sampleFolder;

    private static Path sample;

    @TempDir
    Path folder;

    @BeforeAll
    static void cut_a_sample() throws Exception {
        ffmpeg = Ffmpeg.required();
        sample = sampleFolder.resolve("sample.flac");
        ffmpeg.run("-i", Ffmpeg.RECORDINGS.resolve("sample.flac"), "-t", SECONDS, sample);
    }

    /** Name, encoder, further arguments, and how like the original the sound is: 1 is the same. */
    @ParameterizedTest
    @CsvSource({
        "plain.wav, pcm_s16le, '', 0.999",
        "a-law.wav, pcm_alaw, -ar 8000, 0.9",
        "adpcm.wav, adpcm_ms, '', 0.95",
        "telephone.wav, libgsm_ms, -ar 8000, 0.8",
        "layer3.mpga, libmp3lame, -f mp3, 0.95",
        "vorbis.oga, libvorbis, '', 0.9",
        "book.m4b, aac, -f ipod, 0.9",
        "lossless.m4a, alac, '', 0.999",
        "radio.aac, aac, -f adts, 0.9",
        "phone.3gp, libopencore_amrnb, -ar 8000 -b:a 12.2k, 0.8",
        "cinema.eac3, eac3, -ar 48000, 0.9",
        "corpus.sf, pcm_s16le, -f ircam, 0.999",
        "tool.sox, pcm_s32le, '', 0.999",
        "free.nut, libvorbis, '', 0.9",
        "radio.loas, aac, -f latm, 0.9",
        "disc.thd, truehd, -ar 48000 -ac 2 -f truehd, 0.95",
        "disc.mlp, mlp, -ar 48000 -ac 2, 0.95",
        "old.rm, real_144, -ar 8000, 0.6",
        "cinema.rm, ac3, -ar 44100, 0.9",
        "studio.ts, s302m, -ar 48000 -ac 2, 0.95"
    })
    void sound_file_gives_the_same_sound(String name, String encoder, String options, double likeness)
            throws Exception {
        Path file = made(name, encoder, options, List.of());
        assertSameSound(withoutName(file), likeness);
    }

    /** The pictures are noise of a kind that their decoder would have to work on. */
    @ParameterizedTest
    @CsvSource({
        "film.mp4, libx264, aac",
        "film.m4v, mpeg4, aac",
        "film.mov, libx264, pcm_s16le",
        "film.mkv, libx265, libvorbis",
        "film.webm, libvpx, libopus",
        "film.avi, mpeg4, libmp3lame",
        "film.flv, flv1, libmp3lame",
        "film.3gp, h263, libopencore_amrnb",
        "film.wmv, wmv2, wmav2",
        "film.mpg, mpeg2video, mp2",
        "film.ts, mpeg2video, aac",
        "film.m2ts, libx264, ac3",
        "film.mxf, mpeg2video, pcm_s16le",
        "film.dv, dvvideo, pcm_s16le",
        "film.wtv, mpeg2video, mp2",
        "film.nut, mpeg4, libvorbis"
    })
    void video_file_gives_its_sound_without_a_warning(String name, String pictures, String encoder) throws Exception {
        String video = pictures.equals("flv1") ? "flv" : pictures;
        assumeTrue(ffmpeg.hasEncoder(video), "skipped: this ffmpeg cannot encode " + video);
        boolean isTelevision = name.matches(".*(mxf|dv)");
        String options = encoder.startsWith("libopencore")
                ? "-ar 8000 -b:a 12.2k"
                : encoder.equals("libmp3lame") || encoder.startsWith("wma")
                        ? "-ar 44100"
                        : isTelevision ? "-pix_fmt yuv420p -t 4 -ar 48000 -ac " + (name.endsWith("dv") ? 2 : 1) : "";
        String source = isTelevision ? "testsrc=s=720x576:r=25:d=4" : "testsrc=s=176x144:r=10:d=3";
        List<String> moving = List.of("-f", "lavfi", "-i", source);
        List<String> all = new ArrayList<>(moving);
        all.addAll(List.of("-map", "1:v", "-map", "0:a", "-c:v", video));
        assertSameSound(withoutName(made(name, encoder, options, all)), 0.8);
    }

    @Test
    void sphere_file_of_a_corpus_gives_the_same_sound() throws Exception {
        Path raw = folder.resolve("plain.raw");
        ffmpeg.run("-i", sample, "-f", "s16le", "-ar", 16_000, "-ac", 1, raw);
        byte[] samples = Files.readAllBytes(raw);
        String head = """
                NIST_1A
                   1024
                channel_count -i 1
                sample_rate -i 16000
                sample_n_bytes -i 2
                sample_count -i %d
                sample_byte_format -s2 01
                sample_coding -s3 pcm
                end_head
                """.formatted(samples.length / 2);
        byte[] file = Arrays.copyOf(head.getBytes(StandardCharsets.US_ASCII), 1024 + samples.length);
        System.arraycopy(samples, 0, file, 1024, samples.length);
        assertSameSound(Files.write(folder.resolve("corpus.sph"), file), 0.999);
    }

    /** A server keeps uploads under names of its own. */
    private Path withoutName(Path file) throws IOException {
        return Files.move(file, folder.resolve("recording"));
    }

    @Test
    void cover_picture_is_no_reason_for_a_warning() throws Exception {
        Path cover = folder.resolve("cover.png");
        ffmpeg.run("-f", "lavfi", "-i", "testsrc=s=64x64", "-frames:v", 1, cover);
        Path song = folder.resolve("song.mp3");
        ffmpeg.song(List.of("-i", sample.toString()), cover, "libmp3lame", song);
        assertSameSound(song, 0.95);
    }

    private Path made(String name, String encoder, String options, List<String> pictures) throws Exception {
        assumeTrue(ffmpeg.hasEncoder(encoder), "skipped: this ffmpeg cannot encode " + encoder);
        Path file = folder.resolve(name);
        List<Object> arguments = new ArrayList<>(List.of("-i", sample));
        arguments.addAll(pictures);
        arguments.addAll(List.of("-c:a", encoder, "-strict", "-2"));
        Arrays.stream(options.split(" ")).filter(option -> !option.isEmpty()).forEach(arguments::add);
        arguments.add(file);
        ffmpeg.run(arguments.toArray());
        return file;
    }

    private void assertSameSound(Path file, double likeness) {
        MediaDecoder decoder = new MediaDecoder(ffmpeg.tool(), MediaLimits.DEFAULTS, folder.resolve("scratch"));
        try (Waveform original = decoder.decode(sample, () -> false);
                Waveform copy = decoder.decode(file, () -> false)) {
            assertThat(copy.warnings()).isEmpty();
            assertThat(copy.durationSeconds()).isBetween(SECONDS - 0.15, SECONDS + 0.3);
            assertThat(loudnessLikeness(original, copy)).isGreaterThan(likeness);
        }
    }

    /** Correlation of the loudness in blocks of 20 ms, for the best of a few delays: codecs shift and change samples, never words. */
    private static double loudnessLikeness(Waveform first, Waveform second) {
        double best = 0;
        for (int delay = -DELAY_BLOCKS_MAX; delay <= DELAY_BLOCKS_MAX; delay++) {
            best = Math.max(best, likeness(loudness(first), loudness(second), delay));
        }
        return best;
    }

    private static double likeness(double[] first, double[] second, int delay) {
        double product = 0;
        double squaresOfFirst = 0;
        double squaresOfSecond = 0;
        for (int i = DELAY_BLOCKS_MAX; i < Math.min(first.length, second.length) - DELAY_BLOCKS_MAX; i++) {
            product += first[i] * second[i + delay];
            squaresOfFirst += first[i] * first[i];
            squaresOfSecond += second[i + delay] * second[i + delay];
        }
        return product / Math.sqrt(squaresOfFirst * squaresOfSecond);
    }

    private static double[] loudness(Waveform waveform) {
        int block = Waveform.SAMPLE_RATE / 50;
        float[] samples = new float[Math.toIntExact(waveform.sampleCount())];
        waveform.read(0, samples, 0, samples.length);
        double[] loudness = new double[samples.length / block];
        for (int i = 0; i < loudness.length; i++) {
            double sum = 0;
            for (int j = 0; j < block; j++) {
                sum += samples[i * block + j] * samples[i * block + j];
            }
            loudness[i] = Math.sqrt(sum / block);
        }
        return loudness;
    }
}
