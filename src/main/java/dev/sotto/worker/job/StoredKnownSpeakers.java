package dev.sotto.worker.job;

import dev.sotto.job.Job;
import dev.sotto.job.JobClip;
import dev.sotto.job.port.JobSpeakers;
import dev.sotto.job.port.StoreError;
import dev.sotto.job.port.StoreException;
import dev.sotto.job.port.VoiceStore;
import dev.sotto.transcript.KnownSpeakers;
import dev.sotto.transcript.KnownVoice;
import dev.sotto.transcript.KnownVoice.Origin;
import dev.sotto.transcript.KnownVoices;
import dev.sotto.transcript.VoiceClip;
import dev.sotto.transcript.VoiceProfile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Known voices from the store: clips of the job, and voices of its owner's library. */
public final class StoredKnownSpeakers implements KnownSpeakersSource {
    private final JobSpeakers speakers;
    private final VoiceStore voices;

    public StoredKnownSpeakers(JobSpeakers speakers, VoiceStore voices) {
        this.speakers = speakers;
        this.voices = voices;
    }

    @Override
    public KnownSpeakers of(Job job, KnownVoices wanted) {
        return new KnownSpeakers(clips(job, wanted), profiles(job, wanted));
    }

    private List<VoiceClip> clips(Job job, KnownVoices wanted) {
        if (wanted.ids(Origin.CLIP).isEmpty()) {
            return List.of();
        }
        Map<String, byte[]> contents = new HashMap<>();
        for (JobClip clip : speakers.clips(job.id())) {
            contents.put(clip.digest(), clip.content());
        }
        List<VoiceClip> clips = new ArrayList<>();
        for (KnownVoice voice : wanted.voices()) {
            if (voice.origin() == Origin.CLIP) {
                byte[] content = contents.get(voice.id());
                if (content == null) {
                    throw new StoreException(
                            StoreError.DAMAGED, "The clip of the known speaker '%s' is gone.".formatted(voice.name()));
                }
                clips.add(new VoiceClip(voice.name(), content));
            }
        }
        return clips;
    }

    private List<VoiceProfile> profiles(Job job, KnownVoices wanted) {
        return voices.find(job.tenant(), wanted.ids(Origin.LIBRARY)).stream()
                .map(voice -> new VoiceProfile(voice.name(), voice.vector()))
                .toList();
    }
}
