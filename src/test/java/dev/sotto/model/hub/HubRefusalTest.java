package dev.sotto.model.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sotto.model.ModelError;
import dev.sotto.model.ModelException;
import dev.sotto.testing.RawReceiver;
import dev.sotto.testing.StandInHub;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HubRefusalTest extends HubTestCase {
    @Test
    void the_token_goes_to_the_hub_and_not_to_where_it_redirects() throws IOException {
        try (StandInHub storage = new StandInHub()) {
            storage.files.putAll(hub.files);
            hub.fault = (exchange, path) -> {
                if (path.endsWith(WEIGHTS)) {
                    exchange.getResponseHeaders().set("Location", storage.uri() + "/store/" + WEIGHTS);
                    exchange.sendResponseHeaders(302, -1);
                    return true;
                }
                return false;
            };

            puller(options().withToken("secret")).pull(REPOSITORY, SILENT);

            assertThat(hub.requests)
                    .allSatisfy(request -> assertThat(request.token()).contains("Bearer secret"));
            assertThat(storage.requests).hasSize(1).allSatisfy(request -> assertThat(request.token())
                    .isEmpty());
        }
    }

    @Test
    void the_token_is_not_shown() {
        assertThat(options().withToken("secret").toString()).doesNotContain("secret");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "401|HUB_UNAUTHORIZED|the hub answered 401 without a token; expected access: check the name, or set"
                        + " HF_TOKEN if the model is private",
                "403|HUB_UNAUTHORIZED|the hub answered 403 without a token; expected access: check the name, or set"
                        + " HF_TOKEN if the model is private",
                "404|HUB_NOT_FOUND|the hub answered 404; expected a repository and revision that exist; check the name",
                "418|HUB_ANSWER_INVALID|the hub answered 418; expected 200; check the address of the hub"
            })
    void a_refusal_is_final_and_says_what_to_do(int status, ModelError error, String message) {
        hub.fault = (exchange, path) -> answer(exchange, status);

        ModelException failure = refusal(options());

        assertThat(failure.error()).isEqualTo(error);
        assertThat(failure).hasMessage("org/small: " + message);
        assertThat(hub.requests).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 429, 500, 502, 503, 504})
    void a_passing_fault_is_tried_again(int status) {
        AtomicInteger left = new AtomicInteger(2);
        hub.fault = (exchange, path) -> left.getAndDecrement() > 0 && answer(exchange, status);

        puller(options()).pull(REPOSITORY, SILENT);

        assertThat(waits).containsExactly(Duration.ofMillis(100), Duration.ofMillis(200));
    }

    @Test
    void a_lasting_fault_is_given_up_after_the_allowed_tries() {
        hub.fault = (exchange, path) -> answer(exchange, 500);

        ModelException failure = refusal(options());

        assertThat(failure)
                .hasMessage("org/small: gave up after 4 tries without progress (org/small: the hub answered 500); try"
                        + " again later, the download resumes");
        assertThat(hub.requests).hasSize(4);
    }

    @Test
    void the_server_may_ask_for_a_longer_wait_up_to_the_bound() {
        AtomicInteger left = new AtomicInteger(1);
        hub.fault = (exchange, path) -> {
            exchange.getResponseHeaders().set("Retry-After", "3600");
            return left.getAndDecrement() > 0 && answer(exchange, 429);
        };

        puller(options()).pull(REPOSITORY, SILENT);

        assertThat(waits).containsExactly(Duration.ofSeconds(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"../evil", "/etc/passwd", "a/../../b", "a\\b", "C:x", "a//b", ""})
    void a_name_that_leaves_the_folder_is_refused(String name) {
        hub.listing = json -> ((ArrayNode) json.get("siblings"))
                .addObject()
                .put("rfilename", name)
                .put("size", 1);

        ModelException failure = refusal(options());

        assertThat(failure.error()).isEqualTo(ModelError.HUB_ANSWER_INVALID);
        assertThat(failure)
                .hasMessage("org/small: the hub lists a file named \"" + name
                        + "\"; expected names inside the repository; check the address of the hub");
    }

    @Test
    void offline_refuses_before_any_request() {
        ModelException failure = refusal(options().withOffline(true));

        assertThat(failure.error()).isEqualTo(ModelError.OFFLINE);
        assertThat(failure)
                .hasMessage(
                        "org/small: not installed, and the offline switch forbids downloads; install it or go online");
        assertThat(hub.requests).isEmpty();
    }

    @Test
    void a_proxy_carries_the_requests() {
        HubOptions options =
                options().withEndpoint(URI.create("http://hub.invalid")).withProxies(through(hub.address(), Map.of()));

        puller(options).pull(REPOSITORY, SILENT);

        assertThat(hub.requests).isNotEmpty();
    }

    private static HubProxies through(InetSocketAddress proxy, Map<String, String> more) {
        String address = "http://%s:%d".formatted(proxy.getHostString(), proxy.getPort());
        Map<String, String> environment = new HashMap<>(more);
        environment.put("HTTP_PROXY", address);
        environment.put("HTTPS_PROXY", address);
        return HubProxies.of(environment);
    }

    @Test
    void what_no_proxy_lists_is_asked_without_the_proxy() throws Exception {
        try (StandInHub proxy = new StandInHub()) {
            HubProxies proxies = through(proxy.address(), Map.of("NO_PROXY", "elsewhere.example, 127.0.0.0/8"));
            puller(options().withProxies(proxies)).pull(REPOSITORY, SILENT);

            assertThat(hub.requests).isNotEmpty();
            assertThat(proxy.requests).isEmpty();
        }
    }

    @Test
    void a_redirect_to_what_no_proxy_lists_leaves_the_proxy() throws Exception {
        try (StandInHub proxy = new StandInHub()) {
            proxy.files.putAll(hub.files);
            proxy.fault = (exchange, path) -> {
                if (!path.endsWith(WEIGHTS)) {
                    return false;
                }
                exchange.getResponseHeaders()
                        .set("Location", hub.uri().resolve(path).toString());
                exchange.sendResponseHeaders(302, -1);
                return true;
            };
            HubProxies proxies = through(proxy.address(), Map.of("no_proxy", "127.0.0.1"));
            puller(options().withEndpoint(URI.create("http://hub.invalid")).withProxies(proxies))
                    .pull(REPOSITORY, SILENT);

            assertThat(hub.requestsFor(WEIGHTS)).hasSize(1);
            assertThat(hub.requests).hasSize(1);
        }
    }

    @Test
    void a_safe_connection_goes_through_the_proxy_unless_no_proxy_lists_its_name() throws Exception {
        try (RawReceiver proxy = new RawReceiver("127.0.0.1", 0, RawReceiver.answering(502, "", ""))) {
            HubOptions options = options().withEndpoint(URI.create("https://hub.invalid"));
            InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), proxy.port());

            refusal(options.withProxies(through(address, Map.of("NO_PROXY", "other.invalid"))));
            assertThat(proxy.requests().get(0).line()).startsWith("CONNECT hub.invalid:443 ");

            int before = proxy.connections();
            assertThat(refusal(options.withProxies(through(address, Map.of("NO_PROXY", ".invalid")))))
                    .hasMessageContaining("hub.invalid cannot be reached; no proxy is set for it");
            assertThat(proxy.connections()).isEqualTo(before);
        }
    }

    @Test
    void a_hub_whose_name_nobody_knows_is_named_at_once_with_the_settings_that_lead_there() {
        HubOptions options = options().withEndpoint(URI.create("https://hub.invalid/base"));

        assertThat(refusal(options))
                .hasMessage("org/small: hub.invalid cannot be reached; no proxy is set (its name is not known here);"
                        + " hub.mirror is https://hub.invalid/base; check the network, or set HTTPS_PROXY to a proxy or"
                        + " SOTTO_HUB_MIRROR to a mirror")
                .extracting(ModelException::error)
                .isEqualTo(ModelError.HUB_UNAVAILABLE);
        assertThat(waits).hasSize(1);
    }

    @Test
    void a_proxy_that_is_not_there_is_named() throws IOException {
        InetSocketAddress nobody = closedPort();

        assertThat(refusal(options()
                        .withEndpoint(URI.create("http://hub.example.org"))
                        .withProxies(through(nobody, Map.of()))))
                .hasMessageStartingWith(
                        "org/small: hub.example.org cannot be reached through the proxy %s:%d, which"
                                + " HTTP_PROXY names (",
                        nobody.getHostString(), nobody.getPort());
    }

    @Test
    void a_hub_that_takes_no_connection_is_given_up_after_the_time_for_that() throws Exception {
        // A port whose queue is full drops what comes next, as a firewall does.
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            List<Socket> waiting = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                Socket socket = new Socket();
                waiting.add(socket);
                try {
                    socket.connect(full.getLocalSocketAddress(), 200);
                } catch (SocketTimeoutException e) {
                    break;
                }
            }
            HubClient client = new HubClient(
                    options().withEndpoint(URI.create("http://127.0.0.1:" + full.getLocalPort())),
                    Duration.ofMillis(300));
            ModelPuller puller = new ModelPuller(client, models, waits::add);
            assertThatThrownBy(() -> puller.pull(REPOSITORY, SILENT))
                    .hasMessageContaining("127.0.0.1:%d cannot be reached", full.getLocalPort())
                    .hasMessageContaining("no connection within");
            for (Socket socket : waiting) {
                socket.close();
            }
        }
    }

    @Test
    void a_hub_that_answered_before_is_tried_as_often_as_settings_say() {
        AtomicInteger left = new AtomicInteger(1);
        hub.fault = (exchange, path) -> {
            if (left.getAndDecrement() > 0) {
                return answer(exchange, 503);
            }
            exchange.close();
            return true;
        };

        assertThat(refusal(options())).hasMessageContaining("gave up after 4 tries");
    }

    private static InetSocketAddress closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return new InetSocketAddress(InetAddress.getLoopbackAddress(), socket.getLocalPort());
        }
    }

    @Test
    void a_full_disk_is_found_before_the_download() {
        ModelException failure = refusal(options().withReserveBytes(Long.MAX_VALUE / 2));

        assertThat(failure.error()).isEqualTo(ModelError.DISK_FULL);
        assertThat(hub.requestsFor("config.json")).isEmpty();
    }

    @Test
    void sizes_whose_sum_overflows_are_refused_before_any_download() {
        hub.listing = listing -> {
            ((ObjectNode) sibling(listing, WEIGHTS).get("lfs")).put("size", 1L << 62);
            sibling(listing, "config.json").put("size", 1L << 62);
        };
        ModelException failure = refusal(options());
        assertThat(failure).hasMessageContaining("the size 4611686018427387904");
        assertThat(hub.requestsFor(WEIGHTS)).isEmpty();
    }

    @Test
    void a_disk_that_others_fill_meanwhile_keeps_its_reserve_and_no_part_of_the_download() throws IOException {
        Iterator<Long> free = List.of(1L << 40, 1L << 40, 1000L).iterator();
        ModelPuller puller = new ModelPuller(
                new HubClient(options().withReserveBytes(1000)),
                models,
                waits::add,
                folder -> free.hasNext() ? free.next() : 1000L);
        ModelException failure = catchThrowableOfType(ModelException.class, () -> puller.pull(REPOSITORY, SILENT));
        assertThat(failure.error()).isEqualTo(ModelError.DISK_FULL);
        assertThat(waits).as("another try does not help").isEmpty();
        try (Stream<Path> left = Files.walk(models)) {
            assertThat(left.map(Path::toString)).noneMatch(name -> name.contains(".part"));
        }
    }

    @Test
    void a_repository_of_pickles_is_refused_before_any_download() {
        hub.files.remove(WEIGHTS);

        assertThat(refusal(options()))
                .hasMessage(
                        "org/small: holds 6 files with pytorch_model.bin, a Python pickle that is not read; expected"
                                + " model.safetensors, its index with all shards, or model.bin; use a conversion");
    }
}
