package dev.sotto.testing;

import dev.sotto.audio.Waveform;
import dev.sotto.diarize.SpeakerAnalyzer;
import dev.sotto.diarize.StoredAnalysis;
import dev.sotto.transcript.Cancellation;
import dev.sotto.transcript.Segment;
import dev.sotto.transcript.SpeakerEvidence;
import dev.sotto.transcript.Task;
import dev.sotto.transcript.Transcript;
import dev.sotto.transcript.Word;
import java.util.ArrayList;
import java.util.List;

/** What is kept of half a minute in which three voices say a word a second, in one segment of a token a word. */
public final class ScriptedEvidence {
    private static final int SECONDS = 30;

    private ScriptedEvidence() {}

    public static SpeakerEvidence ofThreeVoices() {
        ScriptedVoices.Speech[] speeches = {
            new ScriptedVoices.Speech(0, 10, 2),
            new ScriptedVoices.Speech(10, 20, 5),
            new ScriptedVoices.Speech(20, 30, 9)
        };
        List<Word> words = new ArrayList<>();
        List<Integer> tokens = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        for (int second = 0; second < SECONDS; second++) {
            Word word = new Word(" w" + second, second + 0.25, second + 0.75, 1);
            words.add(word);
            tokens.add(second + 1);
            text.append(word.text());
        }
        Segment segment = new Segment(0, 0, 0.25, 29.75, text.toString(), tokens, 0, -0.5, 1, 0, words);
        Transcript plain =
                new Transcript(Task.TRANSCRIBE, "en", SECONDS, text.toString().strip(), List.of(segment));
        try (Waveform recording = ScriptedVoices.recording(SECONDS, speeches)) {
            byte[] analysis =
                    StoredAnalysis.write(new SpeakerAnalyzer(new ExecutorSpeakers(Runnable::run, ScriptedVoices::new))
                            .analyze(recording, part -> {}, new Cancellation()));
            return new SpeakerEvidence(analysis, 0, plain, List.of(tokens));
        }
    }
}
