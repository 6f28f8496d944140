package dev.sotto.crash;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Many short jobs from many clients at once, and many idle event streams, against a real server; prints what they cost, and
 * fails if a job or a stream is lost, or if the server takes more memory than it may. Times are printed, never judged: they
 * are the machine's.
 */
public final class LoadRun {
    private static final int JOBS = 200;
    private static final int STREAMS = 1000;
    private static final long RESIDENT_MIB_MAX = 1536;
    private static final int WARM_UP_JOBS = 20;
    private static final int READS = 4000;
    private static final int CLIPS = 50;

    private final ServerProcess server;
    private final LoadClients clients;
    private final Kind clip;
    private final List<String> faults = new ArrayList<>();

    private LoadRun(ServerProcess server, URI address, Kind kind, Kind clip) {
        this.server = server;
        this.clip = clip;
        this.clients = new LoadClients(
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build(), address, kind);
    }

    /** Arguments: jobs, streams, MiB that the server may hold; each may be left out from the end. */
    @SuppressWarnings("SystemExitOutsideMain")
    public static void main(String[] arguments) throws Exception {
        int jobs = arguments.length > 0 ? Integer.parseInt(arguments[0]) : JOBS;
        int streams = arguments.length > 1 ? Integer.parseInt(arguments[1]) : STREAMS;
        long mibMax = arguments.length > 2 ? Long.parseLong(arguments[2]) : RESIDENT_MIB_MAX;
        Path home = Path.of("").toAbsolutePath();
        Path folder = Files.createTempDirectory("sotto-load");
        Path sample = home.resolve("src/test/resources/audio/sample.flac");
        Map<String, String> fields = Map.of("model", "whisper-1");
        Kind kind = new Kind("short", Kind.cut(sample, 3, folder.resolve("three.wav")), fields);
        Kind clip = new Kind("clip", Kind.cut(sample, 2, folder.resolve("two.wav")), fields);
        Map<String, String> settings = Map.of("SOTTO_HTTP_CONNECTIONS_MAX", "4000", "SOTTO_HTTP_LOG_REQUESTS", "true");
        System.out.printf("log in %s%n", folder.resolve("data/log.txt"));
        List<String> faults;
        try (ServerProcess server = ServerProcess.startOptimised(home, folder.resolve("data"), settings)) {
            LoadRun run = new LoadRun(server, server.address(), kind, clip);
            run.go(jobs, streams, mibMax);
            faults = run.faults;
        }
        faults.forEach(fault -> System.out.println("FAULT: " + fault));
        System.out.println(faults.isEmpty() ? "PASSED" : "FAILED");
        System.exit(faults.isEmpty() ? 0 : 1);
    }

    private void go(int jobs, int streams, long mibMax) throws Exception {
        System.out.printf("ready; %s%n", resident());
        jobs("to warm up", WARM_UP_JOBS, 0);
        clients.read(READS); // to warm up
        clients.read(READS);
        clients.transcribe(clip, CLIPS);
        jobs("that begin in an hour, so that the engine rests", jobs, 3600);
        jobs("at work", jobs, 0);
        System.out.println(resident());
        int held = clients.hold(streams);
        if (held < streams) {
            faults.add("%d of %d event streams were not opened".formatted(streams - held, streams));
        }
        System.out.println(resident());
        long most = mib("VmHWM");
        if (most > mibMax) {
            faults.add("the server held %d MiB, more than %d".formatted(most, mibMax));
        }
        System.out.printf("stopped in %d ms%n", server.stop());
    }

    private void jobs(String what, int jobs, int startAfterSeconds) throws InterruptedException {
        LoadClients.Outcome outcome = clients.send(jobs, startAfterSeconds);
        System.out.printf("%d jobs %s: %s%n", jobs, what, outcome.text());
        if (outcome.lost() > 0) {
            faults.add("%d of %d jobs %s were refused, lost or failed; the first: %s"
                    .formatted(outcome.lost(), jobs, what, outcome.firstFault()));
        }
    }

    private String resident() throws IOException {
        return "resident %d MiB, at most %d".formatted(mib("VmRSS"), mib("VmHWM"));
    }

    /** A line of what Linux knows of the process. */
    private long mib(String name) throws IOException {
        return Files.readAllLines(Path.of("/proc", Long.toString(server.pid()), "status")).stream()
                .filter(line -> line.startsWith(name))
                .map(line -> Long.parseLong(line.replaceAll("\\D", "")) >> 10)
                .findFirst()
                .orElseThrow();
    }
}
