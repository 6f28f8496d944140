package dev.sotto.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Every setting of a server, checked. Immutable; paths are absolute. Defaults stand in {@link Settings}, made visible in
 * {@code conf/sotto.yaml}.
 */
public record ServerConfig(
        Http http,
        Management management,
        Traces traces,
        Data data,
        Models models,
        Compute compute,
        Transcription transcription,
        Jobs jobs,
        Media media,
        Audio audio,
        Hub hub,
        Admin admin,
        Auth auth,
        Outbound outbound,
        Webhooks webhooks,
        Fetch fetch,
        Dialects dialects,
        Voices voices) {

    /**
     * The API port.
     *
     * @param port 0 takes any free one
     * @param connectionsMax open at once; the next one is closed at once
     * @param idleTimeout a connection that carries no request for so long is closed
     * @param writeTimeout a client that does not take its answer for so long is disconnected
     * @param shutdownGrace how long a stopping server waits for requests that run
     * @param allowedHosts names, beside its own, by which the server may be called while nobody needs a key
     * @param corsOrigins exact origins whose pages may call the API; empty means none
     * @param publicUrl by which others reach this server, without a slash at its end; empty means host and port
     * @param addressRate requests of one address, whatever its keys allow
     * @param addressAudioRate those of them that have a recording transcribed
     * @param addressWebhookRate those of them that register a webhook
     * @param logRequests whether each request gives a JSON line in the log
     */
    public record Http(
            String host,
            int port,
            int connectionsMax,
            Duration idleTimeout,
            Duration writeTimeout,
            Duration shutdownGrace,
            List<String> allowedHosts,
            List<String> corsOrigins,
            Optional<URI> publicUrl,
            Optional<Rate> addressRate,
            Optional<Rate> addressAudioRate,
            Optional<Rate> addressWebhookRate,
            boolean logRequests,
            Upload upload) {
        public Http {
            allowedHosts = List.copyOf(allowedHosts);
            corsOrigins = List.copyOf(corsOrigins);
        }
    }

    /** So many requests in a time; all of them may come at once. */
    public record Rate(int requests, Duration period) {}

    /**
     * The library of voices.
     *
     * @param enabled whether owners may keep voices here, by which speakers are called
     */
    public record Voices(boolean enabled) {}

    /**
     * The port of health and metrics.
     *
     * @param port 0 takes any free one; empty means none: nothing listens and nothing is counted
     */
    public record Management(String host, OptionalInt port) {}

    /**
     * Where traces of jobs go.
     *
     * @param endpoint of a collector that takes OTLP over HTTP, with its path; empty means that none are made
     */
    public record Traces(Optional<URI> endpoint) {}

    /**
     * Limits of one upload, and of all.
     *
     * @param concurrentMax read at once; the next one is answered 429
     * @param bytesMax of the file
     * @param fieldsMax parts of a form, the file among them
     * @param fieldBytesMax of each part but the file
     * @param filenameCharsMax of the name that the client gives the file
     * @param bytesPerSecondMin a slower upload is cut off
     * @param rateWindow over which the rate is measured
     * @param timeout of one upload, however fast it is
     * @param freeBytesMin stay free on the disk; an upload that would take them is refused
     */
    public record Upload(
            int concurrentMax,
            long bytesMax,
            int fieldsMax,
            int fieldBytesMax,
            int filenameCharsMax,
            int bytesPerSecondMin,
            Duration rateWindow,
            Duration timeout,
            long freeBytesMin) {}

    /**
     * Where the server keeps what it writes.
     *
     * @param folder everything the server writes lies under it
     * @param nativesFolder where native libraries are unpacked, if not there
     */
    public record Data(Path folder, Optional<Path> nativesFolder) {
        /** All in one folder. */
        public Data(Path folder) {
            this(folder, Optional.empty());
        }

        /** Where native libraries are unpacked. */
        public Path natives() {
            return nativesFolder.orElseGet(() -> folder.resolve("natives"));
        }

        /** Where a program that Sotto carries is unpacked. */
        public Path tools() {
            return nativesFolder.orElse(folder).resolve("tools");
        }
    }

    /**
     * Which models there are, and how many at once.
     *
     * @param defaultModel used where a caller names none, and loaded at the start
     * @param folders searched in order for a folder of the model's name; {@code pull} writes into the first
     * @param aliases names that clients send to the name of a model here; {@code whisper-1} is the default model's unless it
     *     is another's
     * @param loadedMax models held in memory at once
     * @param unloadAfter a model that nobody uses for so long leaves memory; zero: never
     */
    public record Models(
            String defaultModel, List<Path> folders, Map<String, String> aliases, int loadedMax, Duration unloadAfter) {
        private static final String DEFAULT_ALIAS = "whisper-1";

        public Models {
            folders = List.copyOf(folders);
            Map<String, String> all = new LinkedHashMap<>(aliases);
            all.putIfAbsent(DEFAULT_ALIAS, defaultModel);
            aliases = Map.copyOf(all);
        }
    }

    /**
     * Where and with which numbers is computed.
     *
     * @param device {@code auto}, {@code cpu}, {@code cuda} or {@code cuda:N}
     * @param type of the numbers: {@code auto}, {@code float32}, {@code bfloat16}, {@code float16} or {@code int8}
     * @param threads of the native library; 0 means one for each processor core
     */
    public record Compute(String device, String type, int threads) {}

    /**
     * How many recordings at once, and how long.
     *
     * @param runningMax long recordings that nobody waits for, worked on at once
     * @param interactiveRunningMax others, worked on at once beside them
     * @param waitingMax callers that wait for a transcript; the next one is asked to come back later
     * @param timeout after which a caller gets an error instead of a transcript
     * @param mode {@code batched} or {@code sequential}, where a caller names none
     * @param audioContext of short windows in batched mode: {@code auto} or {@code full}
     */
    public record Transcription(
            int runningMax,
            int interactiveRunningMax,
            int waitingMax,
            Duration timeout,
            String mode,
            String audioContext) {}

    /**
     * Jobs in the store.
     *
     * @param queuedMax that may wait, of all callers; the next one is asked to come back later
     * @param interactiveSeconds of audio, as it is guessed, that a recording of interactive work has at most
     * @param reuseResults whether identical work of one caller, under way or finished, stands for what it sends again
     * @param retention how long a succeeded job is kept unless its caller says otherwise
     * @param failedRetention how long a failed, dead or cancelled job is kept at least
     * @param retryWait the longest wait before the first retry of a passing fault; doubles with each
     * @param lossesMax workers that a job may lose in a row, without getting further, before it runs with nothing beside it,
     *     and is given up if it loses that one too
     * @param lease after which a worker that is silent loses its job; renewed three times as often
     * @param stallTimeout a running job that gets no further for so long has failed
     * @param maxRealtimeFactor seconds of work that a second of a recording may take; an attempt may run a minute and three times
     *     what follows from that
     * @param streamsMax event streams open at once
     * @param streamHeartbeat how often a silent stream gets a comment, so that nothing between closes it
     */
    public record Jobs(
            int queuedMax,
            int interactiveSeconds,
            boolean reuseResults,
            Duration retention,
            Duration failedRetention,
            Duration retryWait,
            int lossesMax,
            Duration lease,
            Duration stallTimeout,
            int maxRealtimeFactor,
            int streamsMax,
            Duration streamHeartbeat) {}

    /**
     * Limits of decoding.
     *
     * @param ffmpeg program to run; empty means the first one on the PATH
     * @param durationMax of a recording
     * @param timeout for the decoding of one recording by ffmpeg
     */
    public record Media(Optional<Path> ffmpeg, Duration durationMax, Duration timeout) {}

    /**
     * What is made of a recording.
     *
     * @param clock {@code container} or {@code samples}: where the times in a transcript come from
     */
    public record Audio(String clock) {}

    /**
     * Where models are pulled from.
     *
     * @param mirror base address
     * @param token sent to the mirror; secret
     * @param offline whether the network is never touched
     */
    public record Hub(URI mirror, Optional<String> token, boolean offline) {
        @Override
        public String toString() {
            return "Hub[mirror=%s, token=%s, offline=%s]".formatted(mirror, token.map(secret -> "***"), offline);
        }
    }

    /**
     * Who may do everything.
     *
     * @param key beside those of the store; secret
     */
    public record Admin(Optional<String> key) {
        @Override
        public String toString() {
            return "Admin[key=%s]".formatted(key.map(secret -> "***"));
        }
    }

    /**
     * Who may use the server.
     *
     * @param anonymous {@code loopback}, {@code anywhere} or {@code never}: where it may serve any caller while
     *     there is no key at all
     */
    public record Auth(String anonymous) {}

    /**
     * Where webhooks are sent and recordings fetched from, beyond public addresses by https.
     *
     * @param plainHttp whether http is allowed too
     * @param extraPorts beside 80 and 443
     * @param trustedHosts names that may lie at private addresses
     * @param trustedCidrs ranges of addresses that are allowed whatever they are
     * @param certificates PEM file of authorities trusted in place of Java's
     */
    public record Outbound(
            boolean plainHttp,
            List<Integer> extraPorts,
            List<String> trustedHosts,
            List<String> trustedCidrs,
            Optional<Path> certificates) {
        public Outbound {
            extraPorts = List.copyOf(extraPorts);
            trustedHosts = List.copyOf(trustedHosts);
            trustedCidrs = List.copyOf(trustedCidrs);
        }
    }

    /**
     * Webhooks about ended jobs.
     *
     * @param secretKey 64 hexadecimal digits that encrypt the secrets of webhooks in the store; empty means a file of the
     *     data folder; secret
     * @param bodyBytesMax of one message; a result that does not fit is left out
     * @param allowedHosts if not empty, no other host receives webhooks
     */
    public record Webhooks(Optional<String> secretKey, int bodyBytesMax, List<String> allowedHosts) {
        public Webhooks {
            allowedHosts = List.copyOf(allowedHosts);
        }

        @Override
        public String toString() {
            return "Webhooks[secretKey=%s, bodyBytesMax=%d, allowedHosts=%s]"
                    .formatted(secretKey.map(secret -> "***"), bodyBytesMax, allowedHosts);
        }
    }

    /**
     * Recordings fetched from a URL.
     *
     * @param enabled whether a job may name a URL
     * @param runningMax fetched at once
     * @param bytesMax of one
     * @param timeout from the look-up of the name to the last byte, redirects included
     * @param bytesPerSecondMin a slower one is given up
     * @param redirectsMax followed, each judged like the first URL
     * @param allowedHosts if not empty, no other host is asked for recordings
     */
    public record Fetch(
            boolean enabled,
            int runningMax,
            long bytesMax,
            Duration timeout,
            int bytesPerSecondMin,
            int redirectsMax,
            List<String> allowedHosts) {
        public Fetch {
            allowedHosts = List.copyOf(allowedHosts);
        }
    }

    /**
     * Surfaces of other systems, for their clients.
     *
     * @param enabled names of those that are served
     * @param preferred the one that has every path of its at the root, before all others; empty for none
     * @param unknownIsPending whether whisper-api-service says of a job that it does not know that it waits, as that system does
     */
    public record Dialects(List<String> enabled, Optional<String> preferred, boolean unknownIsPending) {
        /** All there are. */
        public static final List<String> ALL = List.of(
                "whisper-api-service",
                "whisper-api-server",
                "whisperx-stt",
                "whisperx-fastapi",
                "insanely-fast-whisper",
                "whisper-asr-webservice",
                "whisper-cpp");

        public Dialects {
            enabled = List.copyOf(enabled);
        }
    }
}
