package dev.sotto.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.testing.RawReceiver;
import dev.sotto.testing.RawReceiver.Behaviour;
import io.vertx.core.Promise;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DownloadTest extends OutboundTestCase {
    private static final FetchLimits LIMITS =
            new FetchLimits(1_000_000, Duration.ofSeconds(10), 1, Duration.ofSeconds(5), 3, 0);

    private final CountDownLatch never = new CountDownLatch(1);

    @TempDir
    Path folder;

    private Path file() {
        return folder.resolve("it.part");
    }

    @AfterEach
    void let_stalled_receivers_go() {
        never.countDown();
    }

    @Test
    void file_comes_whole_and_private_with_what_the_other_side_claims() throws Exception {
        String sound = "RIFF" + "é".repeat(100_000);
        RawReceiver receiver = receiver(RawReceiver.answering(200, "content-type: audio/wav", sound));
        FetchedFile fetched = fetch(receiver, "/a/talk.wav?sig=1");
        assertThat(Files.readString(fetched.file())).isEqualTo(sound);
        assertThat(fetched.bytes()).isEqualTo(200_004);
        assertThat(fetched.contentType()).contains("audio/wav");
        assertThat(fetched.from().toString()).endsWith("/a/talk.wav");
        assertThat(Files.getPosixFilePermissions(fetched.file())).hasSize(2);
        assertThat(receiver.requests().get(0).headers())
                .containsEntry("accept-encoding", "identity")
                .doesNotContainKey("cookie");
    }

    @ParameterizedTest
    @ValueSource(strings = {"transfer-encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n", "\r\nhello"})
    void chunked_and_open_ended_bodies_come_whole(String rest) throws Exception {
        FetchedFile fetched = fetch(receiver(raw("HTTP/1.1 200 OK\r\n" + rest)), "/");
        assertThat(Files.readString(fetched.file())).isEqualTo("hello");
    }

    @Test
    void declared_size_over_the_limit_is_refused_before_a_byte_is_stored() throws Exception {
        assertFault(
                raw("HTTP/1.1 200 OK\r\ncontent-length: 1000001\r\n\r\n"), OutboundError.TOO_LARGE, "1000000 bytes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "transfer-encoding: chunked\r\n"})
    void undeclared_size_is_counted_and_cut_at_the_limit(String header) throws Exception {
        assertFault(
                (request, out) -> {
                    out.write(("HTTP/1.1 200 OK\r\n" + header + "\r\n").getBytes(StandardCharsets.US_ASCII));
                    String block = "x".repeat(4096);
                    String framed = header.isEmpty() ? block : "1000\r\n" + block + "\r\n";
                    for (int i = 0; i < 100_000; i++) {
                        out.write(framed.getBytes(StandardCharsets.US_ASCII));
                    }
                },
                OutboundError.TOO_LARGE,
                "1000000 bytes");
    }

    @Test
    void file_of_exactly_the_limit_is_taken() throws Exception {
        assertThat(fetch(receiver(RawReceiver.answering(200, "", "x".repeat(1_000_000))), "/")
                        .bytes())
                .isEqualTo(1_000_000);
    }

    @Test
    void fewer_bytes_than_declared_are_incomplete() throws Exception {
        assertFault(
                raw("HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhello"),
                OutboundError.INCOMPLETE,
                "ended before the 10 bytes");
    }

    @Test
    void bytes_beyond_the_declared_size_are_never_stored() throws Exception {
        FetchedFile fetched = fetch(receiver(raw("HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhello, and more")), "/");
        assertThat(Files.readString(fetched.file())).isEqualTo("hello");
    }

    @Test
    void chunked_body_that_breaks_off_is_broken() throws Exception {
        assertFault(
                raw("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhello\r\n5\r\nhe"),
                OutboundError.ANSWER_BROKEN,
                "broke");
    }

    @Test
    void body_for_which_the_disk_has_no_room_is_refused_and_leaves_nothing() throws Exception {
        FetchLimits limits =
                new FetchLimits(1000, Duration.ofSeconds(10), 1, Duration.ofSeconds(5), 3, Long.MAX_VALUE / 2);
        assertFault(stalling("HTTP/1.1 200 OK\r\ncontent-length: 900\r\n\r\nhello"), limits, OutboundError.NOT_STORED);
    }

    @Test
    void body_that_trickles_is_too_slow() throws Exception {
        FetchLimits limits = new FetchLimits(1000, Duration.ofSeconds(10), 1000, Duration.ofMillis(200), 3, 0);
        assertFault(stalling("HTTP/1.1 200 OK\r\ncontent-length: 900\r\n\r\nhello"), limits, OutboundError.TOO_SLOW);
    }

    @Test
    void body_that_never_ends_stops_at_the_deadline() throws Exception {
        FetchLimits limits = new FetchLimits(1000, Duration.ofMillis(300), 1, Duration.ofSeconds(9), 3, 0);
        assertFault(stalling("HTTP/1.1 200 OK\r\ncontent-length: 900\r\n\r\nhello"), limits, OutboundError.TIMED_OUT);
        assertFault(stalling(""), limits, OutboundError.TIMED_OUT);
    }

    @ParameterizedTest
    @CsvSource({
        "404,ANSWERED_NO,false", "403,ANSWERED_NO,false", "204,ANSWERED_NO,false", "206,ANSWERED_NO,false",
        "304,ANSWERED_NO,false", "429,ANSWERED_LATER,true", "500,ANSWERED_LATER,true", "503,ANSWERED_LATER,true"
    })
    void other_statuses_are_told_and_say_whether_to_try_again(int status, OutboundError error, boolean isRetryable)
            throws Exception {
        RawReceiver receiver = receiver(raw("HTTP/1.1 %d X\r\ncontent-length: 0\r\n\r\n".formatted(status)));
        OutboundException fault = failing(receiver, "/x?secret=1", LIMITS);
        assertThat(fault.error()).isEqualTo(error);
        assertThat(fault.error().isRetryable()).isEqualTo(isRetryable);
        assertThat(fault.getMessage()).contains("answered " + status).doesNotContain("secret");
    }

    @Test
    void redirects_are_followed_and_counted() throws Exception {
        resolver.with("cdn.example", TRUSTED);
        RawReceiver receiver = receiver((request, out) -> {
            String port = request.headers().get("host").split(":")[1];
            String path = request.line().split(" ")[1];
            Behaviour next =
                    switch (path) {
                        case "/1" -> redirect("/2");
                        case "/2" -> redirect("http://cdn.example:" + port + "/3");
                        case "/3" -> redirect("4?t=1");
                        case "/loop" -> redirect("/loop");
                        default -> RawReceiver.answering(200, "", "done " + path);
                    };
            next.answer(request, out);
        });
        FetchedFile fetched = fetch(receiver, "/1");
        assertThat(Files.readString(fetched.file())).isEqualTo("done /4?t=1");
        assertThat(fetched.from().host()).isEqualTo("cdn.example");
        Files.delete(fetched.file());
        OutboundException fault = failing(receiver, "/loop", LIMITS);
        assertThat(fault.error()).isEqualTo(OutboundError.REDIRECT_REFUSED);
        assertThat(receiver.requests()).hasSize(4 + 4);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:PORT/secret",
                "http://[::ffff:127.0.0.1]:PORT/secret",
                "http://inside.example:PORT/secret",
                "http://metadata.example/latest/meta-data/",
                "http://169.254.169.254/latest/meta-data/",
                "http://[fd00:ec2::254]/",
                "//127.0.0.1:PORT/secret",
                "http://2130706433:PORT/",
                "http://user:pass@outside.example:PORT/",
                "file:///etc/passwd",
                "ftp://outside.example/",
                "http://outside.example:22/",
                "http://nobody.example:PORT/"
            })
    void redirect_to_a_place_that_is_not_allowed_is_judged_like_a_first_url(String location) throws Exception {
        resolver.with("inside.example", FORBIDDEN)
                .with("metadata.example", "169.254.169.254")
                .with("outside.example", TRUSTED);
        RawReceiver receiver = receiver((request, out) -> {
            String port = request.headers().get("host").split(":")[1];
            redirect(location.replace("PORT", port)).answer(request, out);
        });
        RawReceiver decoy = decoy(receiver);
        OutboundException fault = failing(receiver, "/", LIMITS);
        assertThat(fault.error())
                .isIn(
                        OutboundError.ADDRESS_REFUSED,
                        OutboundError.URL_REFUSED,
                        OutboundError.TARGET_REFUSED,
                        OutboundError.NAME_UNKNOWN);
        assertThat(decoy.connections()).isZero();
        assertThat(receiver.requests()).hasSize(1);
    }

    @Test
    void redirect_without_a_location_is_refused() throws Exception {
        assertFault(raw("HTTP/1.1 302 X\r\ncontent-length: 0\r\n\r\n"), OutboundError.REDIRECT_REFUSED, "to nowhere");
    }

    @Test
    void name_that_moves_between_two_hops_is_judged_again() throws Exception {
        resolver.with("rebind.example", TRUSTED, FORBIDDEN);
        RawReceiver receiver = receiver(redirect("/again"));
        RawReceiver decoy = decoy(receiver);
        OutboundException fault =
                fault(client(OutboundOptions.STANDARD).download(url("rebind.example", receiver, "/"), file(), LIMITS));
        assertThat(fault.error()).isEqualTo(OutboundError.NAME_UNKNOWN);
        assertThat(decoy.connections()).isZero();
    }

    @Test
    void file_that_was_there_before_is_neither_written_nor_removed() throws Exception {
        Files.writeString(file(), "mine");
        RawReceiver receiver = receiver(RawReceiver.answering(200, "", "theirs"));
        OutboundException fault =
                fault(client(OutboundOptions.STANDARD).download(url(TRUSTED, receiver, "/"), file(), LIMITS));
        assertThat(fault.error()).isEqualTo(OutboundError.NOT_STORED);
        assertThat(Files.readString(file())).isEqualTo("mine");
    }

    @Test
    void download_that_is_wanted_no_more_ends_at_once_and_leaves_nothing() throws Exception {
        Promise<Void> stop = Promise.promise();
        CountDownLatch begun = new CountDownLatch(1);
        RawReceiver receiver = receiver((request, out) -> {
            stalling("HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nabc").answer(request, out);
        });
        var download = client(OutboundOptions.STANDARD)
                .download(url(TRUSTED, receiver, "/"), file(), LIMITS, stop.future(), bytes -> begun.countDown());
        assertThat(begun.await(20, TimeUnit.SECONDS))
                .as("a piece of the body is told")
                .isTrue();
        stop.complete();
        assertThat(fault(download).error()).isEqualTo(OutboundError.STOPPED);
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).isEmpty();
        }
    }

    private FetchedFile fetch(RawReceiver receiver, String path) throws Exception {
        return await(client(OutboundOptions.STANDARD).download(url(TRUSTED, receiver, path), file(), LIMITS));
    }

    /** Fails, and leaves nothing behind. */
    private OutboundException failing(RawReceiver receiver, String path, FetchLimits limits) throws IOException {
        OutboundException fault =
                fault(client(OutboundOptions.STANDARD).download(url(TRUSTED, receiver, path), file(), limits));
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).isEmpty();
        }
        return fault;
    }

    private void assertFault(Behaviour behaviour, OutboundError error, String said) throws IOException {
        OutboundException fault = failing(receiver(behaviour), "/", LIMITS);
        assertThat(fault.error()).isEqualTo(error);
        assertThat(fault).hasMessageContaining(said);
    }

    private void assertFault(Behaviour behaviour, FetchLimits limits, OutboundError error) throws IOException {
        assertThat(failing(receiver(behaviour), "/", limits).error()).isEqualTo(error);
    }

    private static Behaviour raw(String answer) {
        return (request, out) -> out.write(answer.getBytes(StandardCharsets.US_ASCII));
    }

    private Behaviour stalling(String beginning) {
        return (request, out) -> {
            out.write(beginning.getBytes(StandardCharsets.US_ASCII));
            out.flush();
            never.await();
        };
    }

    private static Behaviour redirect(String location) {
        return RawReceiver.answering(302, "location: " + location, "");
    }
}
