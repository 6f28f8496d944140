package dev.sotto.worker.transcription;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sotto.audio.MediaDecoder;
import dev.sotto.audio.MediaLimits;
import dev.sotto.audio.MediaTool;
import dev.sotto.audio.ProcessSandbox;
import dev.sotto.audio.Waveform;
import dev.sotto.diarize.SpeakerAnalyzer;
import dev.sotto.fault.FaultCode;
import dev.sotto.testing.ExecutorSpeakers;
import dev.sotto.testing.ScriptedVoices;
import dev.sotto.testing.ScriptedVoices.Speech;
import dev.sotto.transcript.Cancellation;
import dev.sotto.transcript.TranscriptionException;
import dev.sotto.transcript.VoiceClip;
import dev.sotto.transcript.VoiceProfile;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clips of one voice, of none and of several, heard by scripted networks. */
@Tag("heavy")
class ClipVoicesTest {
    @TempDir
    Path folder;

    @Test
    void clips_of_one_voice_are_alike_whatever_their_length_and_another_s_is_not() throws IOException {
        List<VoiceProfile> voices = heard(
                clip(4, new Speech(0.5, 3.5, 2)), clip(90, new Speech(1, 80, 2)), clip(4, new Speech(0.5, 3.5, 7)));
        assertThat(voices).extracting(VoiceProfile::name).containsExactly("n0", "n1", "n2");
        assertThat(likeness(voices.get(0), voices.get(1))).isGreaterThan(0.85);
        assertThat(likeness(voices.get(0), voices.get(2))).isLessThan(0.48);
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).as("nothing of a clip is left on disk").isEmpty();
        }
    }

    @Test
    void a_clip_without_a_voice_with_several_or_that_cannot_be_read_is_named_by_its_place() throws IOException {
        byte[] good = clip(4, new Speech(0.5, 3.5, 2));
        assertRefused("known_speaker_references[0] has 0.0 s of speech", clip(4));
        assertRefused("known_speaker_references[0] has 0.0 s of speech", clip(0.1, new Speech(0, 0.1, 2)));
        assertRefused(
                "known_speaker_references[1] holds more than one voice",
                good,
                clip(20, new Speech(0, 10, 2), new Speech(10, 20, 5)));
        assertRefused("known_speaker_references[1] cannot be read: The file is empty", good, new byte[0]);
    }

    private void assertRefused(String message, byte[]... clips) {
        assertThatThrownBy(() -> heard(clips)).isInstanceOfSatisfying(TranscriptionException.class, e -> {
            assertThat(e.code()).isEqualTo(FaultCode.INVALID_VALUE);
            assertThat(e).hasMessageStartingWith(message);
        });
    }

    private List<VoiceProfile> heard(byte[]... contents) {
        MediaTool none = new MediaTool(Path.of("none"), ProcessSandbox.NONE, "none", false);
        ClipVoices clips = new ClipVoices(new MediaDecoder(none, MediaLimits.DEFAULTS, folder));
        List<VoiceClip> sent = Stream.iterate(0, i -> i < contents.length, i -> i + 1)
                .map(i -> new VoiceClip("n" + i, contents[i]))
                .toList();
        SpeakerAnalyzer analyzer = new SpeakerAnalyzer(new ExecutorSpeakers(Runnable::run, ScriptedVoices::new));
        return clips.of(sent, analyzer, new Cancellation());
    }

    private static double likeness(VoiceProfile one, VoiceProfile other) {
        double sum = 0;
        for (int i = 0; i < one.vector().size(); i++) {
            sum += one.vector().get(i) * other.vector().get(i);
        }
        return sum;
    }

    private static byte[] clip(double seconds, Speech... speeches) throws IOException {
        try (Waveform waveform = ScriptedVoices.recording(seconds, speeches)) {
            float[] samples = new float[(int) waveform.sampleCount()];
            waveform.read(0, samples, 0, samples.length);
            ByteBuffer bytes = ByteBuffer.allocate(samples.length * 2).order(ByteOrder.LITTLE_ENDIAN);
            for (float sample : samples) {
                bytes.putShort((short) Math.round(sample * 32768));
            }
            ByteArrayOutputStream file = new ByteArrayOutputStream();
            AudioFormat format = new AudioFormat(16_000, 16, 1, true, false);
            AudioSystem.write(
                    new AudioInputStream(new ByteArrayInputStream(bytes.array()), format, samples.length),
                    AudioFileFormat.Type.WAVE,
                    file);
            return file.toByteArray();
        }
    }
}
