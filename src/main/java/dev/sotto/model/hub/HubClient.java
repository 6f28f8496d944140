package dev.sotto.model.hub;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sotto.model.ModelError;
import dev.sotto.model.ModelException;
import dev.sotto.model.file.JsonFile;
import java.io.IOException;
import java.io.InputStream;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Speaks the Hugging Face hub's HTTP API. Thread-safe; each call blocks. */
public final class HubClient {
    private static final int LISTING_MAX_BYTES = 16 << 20;
    private static final int FILES_MAX = 10_000;
    /** More than any weights; sums of them are far from overflowing. */
    private static final long FILE_BYTES_MAX = 1L << 40;

    private static final int REDIRECTS_MAX = 5;
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
    private static final Set<Integer> TRANSIENT = Set.of(408, 429, 500, 502, 503, 504);

    private final HubOptions options;
    private final HttpClient http;
    private volatile boolean hasAnswered;

    public HubClient(HubOptions options) {
        this(options, HubUnreachable.CONNECT_TIMEOUT);
    }

    /** @param connectTimeout until a connection is made */
    HubClient(HubOptions options, Duration connectTimeout) {
        this.options = options;
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(connectTimeout);
        options.proxies().ifPresent(proxies -> builder.proxy(new Selector(proxies)));
        this.http = builder.build();
    }

    /** For each address anew: a redirect may lead to one that is asked without a proxy. */
    private static final class Selector extends ProxySelector {
        private final HubProxies proxies;

        Selector(HubProxies proxies) {
            this.proxies = proxies;
        }

        @Override
        public List<Proxy> select(URI uri) {
            return List.of(proxies.before(uri)
                    .map(proxy -> new Proxy(Proxy.Type.HTTP, proxy.address()))
                    .orElse(Proxy.NO_PROXY));
        }

        @Override
        public void connectFailed(URI uri, SocketAddress address, IOException cause) {
            // Told by the request that failed.
        }
    }

    HubOptions options() {
        return options;
    }

    /** Whether any request was ever answered, whatever the answer. */
    boolean hasAnswered() {
        return hasAnswered;
    }

    /** Lists a repository once; a failure that may pass is a {@link HubFailure}. */
    HubListing list(HubRepository repository) throws IOException {
        requireOnline(repository.toString());
        URI uri = at("/api/models/" + repository.id() + "/revision/" + encoded(repository.revision()) + "?blobs=true");
        HttpResponse<InputStream> response = get(uri, Map.of(), repository.toString());
        try (InputStream body = response.body()) {
            byte[] json = body.readNBytes(LISTING_MAX_BYTES);
            if (json.length == LISTING_MAX_BYTES) {
                throw invalid(
                        repository, "a listing of more than %d bytes".formatted(LISTING_MAX_BYTES), "a smaller one");
            }
            return listing(repository, JsonFile.parse(repository + ": the hub's listing", json));
        }
    }

    /**
     * Opens a file of the listed commit.
     *
     * @param headers such as {@code Range}
     */
    HttpResponse<InputStream> open(HubListing listing, String file, Map<String, String> headers) throws IOException {
        requireOnline(listing.repository().toString());
        URI uri = at("/" + listing.repository().id() + "/resolve/" + listing.commit() + "/" + encoded(file));
        return get(uri, headers, listing.repository() + ": " + file);
    }

    private HttpResponse<InputStream> get(URI start, Map<String, String> headers, String what) throws IOException {
        URI uri = start;
        for (int hop = 0; hop <= REDIRECTS_MAX; hop++) {
            HttpResponse<InputStream> response = send(uri, headers);
            int status = response.statusCode();
            if (status == 200 || status == 206 || status == 416) {
                return response;
            }
            response.body().close();
            if (!REDIRECTS.contains(status)) {
                throw refusal(what, response);
            }
            uri = redirected(uri, response, what);
        }
        throw new ModelException(
                ModelError.HUB_ANSWER_INVALID,
                "%s: more than %d redirects; expected a file; check the address of the hub"
                        .formatted(what, REDIRECTS_MAX));
    }

    private HttpResponse<InputStream> send(URI uri, Map<String, String> headers) throws IOException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri).timeout(options.idleTimeout()).header("User-Agent", "sotto");
        headers.forEach(request::header);
        if (isOfEndpoint(uri)) {
            options.token().ifPresent(token -> request.header("Authorization", "Bearer " + token));
        }
        try {
            HttpResponse<InputStream> response = http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            hasAnswered = true;
            return response;
        } catch (IOException e) {
            throw HubUnreachable.of(uri, options, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ModelException(ModelError.CANCELLED, uri.getHost() + ": the download was interrupted", e);
        }
    }

    private IOException refusal(String what, HttpResponse<InputStream> response) {
        int status = response.statusCode();
        if (TRANSIENT.contains(status)) {
            String after = response.headers().firstValue("Retry-After").orElse("0");
            return HubFailure.status(
                    what, status, Duration.ofSeconds(after.matches("\\d{1,6}") ? Long.parseLong(after) : 0));
        }
        throw HubFailure.refused(what, status, options.token().isPresent());
    }

    private static URI redirected(URI from, HttpResponse<InputStream> response, String what) {
        String location = response.headers().firstValue("Location").orElse("");
        try {
            URI to = from.resolve(location);
            boolean web = "https".equals(to.getScheme())
                    || ("http".equals(to.getScheme()) && "http".equals(from.getScheme()));
            if (!location.isEmpty() && web && to.getHost() != null) {
                return to;
            }
        } catch (IllegalArgumentException e) {
            // Not an address: refused below like every other unusable one.
        }
        throw new ModelException(
                ModelError.HUB_ANSWER_INVALID,
                "%s: a redirect from %s to \"%s\"; expected a web address that is no less safe"
                        .formatted(what, from.getScheme(), location));
    }

    private boolean isOfEndpoint(URI uri) {
        URI endpoint = options.endpoint();
        return endpoint.getScheme().equals(uri.getScheme())
                && endpoint.getHost().equalsIgnoreCase(uri.getHost())
                && endpoint.getPort() == uri.getPort();
    }

    private void requireOnline(String what) {
        if (options.offline()) {
            throw new ModelException(
                    ModelError.OFFLINE,
                    "%s: not installed, and the offline switch forbids downloads; install it or go online"
                            .formatted(what));
        }
    }

    private URI at(String path) {
        String base = options.endpoint().toString();
        return URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path);
    }

    private static String encoded(String segment) {
        return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static HubListing listing(HubRepository repository, JsonNode json) {
        String commit = json.path("sha").asText(repository.revision());
        if (!commit.matches("[A-Za-z0-9][\\w.-]*") || commit.contains("..")) {
            throw invalid(repository, "the commit \"%s\"".formatted(commit), "a hash");
        }
        JsonNode siblings = json.path("siblings");
        if (!siblings.isArray() || siblings.size() > FILES_MAX) {
            throw invalid(repository, "no list of files", "siblings, at most " + FILES_MAX);
        }
        List<HubListing.File> files = new ArrayList<>();
        for (JsonNode sibling : siblings) {
            files.add(file(repository, sibling));
        }
        Optional<String> licence = text(json.path("cardData").path("license"));
        return new HubListing(repository, commit, licence, files);
    }

    private static HubListing.File file(HubRepository repository, JsonNode sibling) {
        String name = sibling.path("rfilename").asText("");
        boolean plain = name.matches("[^\\\\\\p{Cntrl}:]+") && !name.startsWith("/");
        if (!plain || List.of(name.split("/", -1)).stream().anyMatch(part -> part.matches("|\\.|\\.\\."))) {
            throw invalid(repository, "a file named \"%s\"".formatted(name), "names inside the repository");
        }
        JsonNode lfs = sibling.path("lfs");
        JsonNode size = lfs.has("size") ? lfs.path("size") : sibling.path("size");
        if (!size.canConvertToLong() || size.longValue() < 0 || size.longValue() > FILE_BYTES_MAX) {
            throw invalid(
                    repository,
                    "the size %s of %s".formatted(JsonFile.shown(size), name),
                    "a number of bytes, at most " + FILE_BYTES_MAX);
        }
        Optional<String> sha256 = text(lfs.path("sha256")).or(() -> text(lfs.path("oid")));
        Optional<String> blobId = sha256.isPresent() ? Optional.empty() : text(sibling.path("blobId"));
        return new HubListing.File(name, size.longValue(), sha256, blobId);
    }

    private static Optional<String> text(JsonNode node) {
        return node.isTextual() ? Optional.of(node.textValue()) : Optional.empty();
    }

    private static ModelException invalid(HubRepository repository, String seen, String expected) {
        return new ModelException(
                ModelError.HUB_ANSWER_INVALID,
                "%s: the hub lists %s; expected %s; check the address of the hub"
                        .formatted(repository, seen, expected));
    }
}
