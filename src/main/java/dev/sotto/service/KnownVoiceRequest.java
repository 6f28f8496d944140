package dev.sotto.service;

import dev.sotto.digest.Sha256;
import dev.sotto.fault.FaultException;
import dev.sotto.job.JobClip;
import dev.sotto.job.port.VoiceStore;
import dev.sotto.transcript.KnownVoice;
import dev.sotto.transcript.KnownVoice.Origin;
import dev.sotto.transcript.KnownVoices;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The known voices of a request, found: clips are decoded and have digests, names of the library have ids. Where they are the
 * same, the same is asked.
 *
 * @param voices as the job keeps them
 * @param clips that are stored with the job
 */
record KnownVoiceRequest(KnownVoices voices, List<JobClip> clips) {
    /** Of all clips of a request, decoded. */
    private static final int BYTES_MAX = 8 << 20;

    private static final int SHOWN_MAX = 40;
    private static final String BASE64 = ";base64";

    /**
     * Takes its time: called where one may wait for the store.
     *
     * @param wanted names of the library
     * @throws FaultException naming the clip or the name that cannot be
     */
    static KnownVoiceRequest of(List<SentClip> sent, List<String> wanted, List<VoiceStore.Voice> library) {
        List<KnownVoice> voices = new ArrayList<>();
        List<JobClip> clips = new ArrayList<>();
        int bytes = 0;
        for (SentClip clip : sent) {
            byte[] content = content(clip);
            bytes += content.length;
            if (bytes > BYTES_MAX) {
                throw new FaultException(Faults.invalidValue(
                        clip.field(),
                        "%s: the clips of known speakers have more than %d bytes together; 2 to 10 seconds of each voice are enough."
                                .formatted(clip.field(), BYTES_MAX)));
            }
            String digest = Sha256.hexOf(content);
            voices.add(new KnownVoice(clip.name(), Origin.CLIP, digest));
            clips.add(new JobClip(digest, content));
        }
        library(wanted, library, voices);
        return new KnownVoiceRequest(new KnownVoices(voices, wanted), clips);
    }

    private static void library(List<String> wanted, List<VoiceStore.Voice> library, List<KnownVoice> voices) {
        Set<String> names = new HashSet<>();
        library.forEach(voice -> names.add(voice.name()));
        boolean isAll = wanted.equals(List.of(KnownVoices.ALL));
        for (String name : wanted) {
            if (!isAll && !names.contains(name)) {
                throw new FaultException(Faults.unexpected(
                        KnownVoices.FIELD, name, "all, or names of voices that GET /v1/voices lists"));
            }
        }
        library.stream()
                .filter(voice -> isAll || wanted.contains(voice.name()))
                .forEach(voice -> voices.add(new KnownVoice(voice.name(), Origin.LIBRARY, voice.id())));
    }

    private static byte[] content(SentClip clip) {
        String url = clip.url();
        int comma = url.indexOf(',');
        boolean isBase64 = comma > 0
                && url.regionMatches(true, 0, "data:", 0, 5)
                && url.substring(0, comma).toLowerCase(Locale.ROOT).endsWith(BASE64);
        if (!isBase64) {
            throw unreadable(
                    clip,
                    "'%s%s'"
                            .formatted(
                                    url.substring(0, Math.min(SHOWN_MAX, url.length())),
                                    url.length() > SHOWN_MAX ? "..." : ""));
        }
        byte[] content;
        try {
            content = Base64.getMimeDecoder().decode(standard(url.substring(comma + 1)));
        } catch (IllegalArgumentException e) {
            throw unreadable(clip, "content that is not base64");
        }
        if (content.length == 0) {
            throw unreadable(clip, "no content");
        }
        return content;
    }

    /** Of the alphabet for URLs and file names, too. */
    private static String standard(String base64) {
        return base64.replace('-', '+').replace('_', '/');
    }

    private static FaultException unreadable(SentClip clip, String seen) {
        return new FaultException(Faults.invalidValue(
                clip.field(),
                "%s has %s; expected a data URL of a recording, such as data:audio/wav;base64,UklGRg..."
                        .formatted(clip.field(), seen)));
    }
}
