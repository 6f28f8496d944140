package dev.sotto.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One page in a real Chromium without a window, by the DevTools protocol. For one test's thread. */
public final class Chromium implements AutoCloseable {
    private static final List<Path> PROGRAMS = List.of(
            Path.of("/usr/bin/chromium"), Path.of("/usr/bin/chromium-browser"), Path.of("/usr/bin/google-chrome"));
    private static final Pattern ADDRESS = Pattern.compile("ws://[^\\s]+");
    private static final Duration LONGEST = Duration.ofSeconds(60);

    private final Process process;
    private final WebSocket socket;
    private final AtomicInteger calls = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonObject>> waiting = new ConcurrentHashMap<>();
    /** What a page should never have: exceptions, errors on the console, breaches of its policy. */
    private final List<String> complaints = new CopyOnWriteArrayList<>();

    private final List<URI> requests = new CopyOnWriteArrayList<>();

    private Chromium(Process process, URI page) {
        this.process = process;
        this.socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(page, new Messages())
                .join();
        for (String part : List.of("Page", "Runtime", "Log", "Network", "DOM")) {
            call(part + ".enable", new JsonObject());
        }
    }

    /** Starts one; skips the test, and says so, where no Chromium is installed. */
    public static Chromium start(Path folder) throws IOException, InterruptedException {
        Optional<Path> program = PROGRAMS.stream().filter(Files::isExecutable).findFirst();
        assumeTrue(program.isPresent(), "no Chromium among " + PROGRAMS + "; apt-get install chromium");
        Process process = new ProcessBuilder(
                        program.orElseThrow().toString(),
                        "--headless=new",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-dev-shm-usage",
                        "--use-fake-ui-for-media-stream",
                        "--use-fake-device-for-media-stream",
                        "--remote-debugging-port=0",
                        "--user-data-dir=" + folder,
                        "about:blank")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            URI browser = address(process);
            HttpResponse<String> pages = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create("http://" + browser.getAuthority() + "/json/list"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            for (Object page : new JsonArray(pages.body())) {
                if (((JsonObject) page).getString("type").equals("page")) {
                    return new Chromium(process, URI.create(((JsonObject) page).getString("webSocketDebuggerUrl")));
                }
            }
            throw new IOException("Chromium shows no page: " + pages.body());
        } catch (IOException e) {
            process.destroyForcibly();
            throw e;
        }
    }

    @SuppressWarnings("resource") // the stream stays open: Chromium goes on writing to it
    private static URI address(Process process) throws IOException {
        BufferedReader lines = process.errorReader(StandardCharsets.UTF_8);
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            Matcher found = ADDRESS.matcher(line);
            if (found.find()) {
                Thread drain = new Thread(() -> lines.lines().forEach(rest -> {}), "chromium-log");
                drain.setDaemon(true);
                drain.start();
                return URI.create(found.group());
            }
        }
        throw new IOException("Chromium ended before it listened");
    }

    private final class Messages implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean isLast) {
            text.append(part);
            if (isLast) {
                JsonObject message = new JsonObject(text.toString());
                text.setLength(0);
                take(message);
            }
            from.request(1);
            return CompletableFuture.completedStage(null);
        }
    }

    private void take(JsonObject message) {
        if (message.containsKey("id")) {
            CompletableFuture<JsonObject> call = waiting.remove(message.getInteger("id"));
            if (call != null) {
                call.complete(message);
            }
            return;
        }
        JsonObject what = message.getJsonObject("params");
        switch (message.getString("method")) {
            case "Runtime.exceptionThrown" -> complaints.add(what.encode());
            case "Log.entryAdded" -> {
                if (what.getJsonObject("entry").getString("level").equals("error")) {
                    complaints.add(what.encode());
                }
            }
            case "Network.requestWillBeSent" ->
                requests.add(URI.create(
                        what.getJsonObject("request").getString("url").split("[#,]", 2)[0]));
            default -> {
                // nothing that a test asks for
            }
        }
    }

    private JsonObject call(String method, JsonObject parameters) {
        int id = calls.incrementAndGet();
        CompletableFuture<JsonObject> answer = new CompletableFuture<>();
        waiting.put(id, answer);
        socket.sendText(
                        new JsonObject()
                                .put("id", id)
                                .put("method", method)
                                .put("params", parameters)
                                .encode(),
                        true)
                .join();
        JsonObject result =
                answer.orTimeout(LONGEST.toSeconds(), TimeUnit.SECONDS).join();
        if (result.containsKey("error")) {
            throw new IllegalStateException(method + ": " + result.encode());
        }
        return result.getJsonObject("result");
    }

    /** Goes to an address and waits for nothing. */
    public void open(URI address) {
        call("Page.navigate", new JsonObject().put("url", address.toString()));
    }

    /**
     * The value of an expression in the page; a promise is waited for.
     *
     * @return as JSON has it; null for undefined
     */
    public Object value(String expression) {
        JsonObject answer = call(
                "Runtime.evaluate",
                new JsonObject()
                        .put("expression", expression)
                        .put("awaitPromise", true)
                        .put("returnByValue", true));
        if (answer.containsKey("exceptionDetails")) {
            throw new IllegalStateException(expression + ": " + answer.encode());
        }
        return answer.getJsonObject("result").getValue("value");
    }

    /** Waits until an expression is true; a page that is on its way to another has none. */
    public void until(String expression) {
        Eventually.get(
                () -> {
                    try {
                        return Boolean.TRUE.equals(value("Boolean(" + expression + ")"));
                    } catch (IllegalStateException e) {
                        return false;
                    }
                },
                holds -> holds);
    }

    /** Puts files into a field, as a person chooses them. */
    public void choose(String selector, Path... files) {
        JsonArray names = new JsonArray();
        List.of(files).forEach(file -> names.add(file.toString()));
        int root =
                call("DOM.getDocument", new JsonObject()).getJsonObject("root").getInteger("nodeId");
        int node = call(
                        "DOM.querySelector",
                        new JsonObject().put("nodeId", root).put("selector", selector))
                .getInteger("nodeId");
        call("DOM.setFileInputFiles", new JsonObject().put("nodeId", node).put("files", names));
    }

    /** Presses keys as a keyboard does; text is typed where the caret is. */
    public void type(String text) {
        call("Input.insertText", new JsonObject().put("text", text));
    }

    /**
     * One key with its modifiers.
     *
     * @param key such as {@code Enter}
     * @param modifiers 1 Alt, 2 Ctrl, 8 Shift, added up
     */
    public void press(String key, String code, int keyCode, int modifiers) {
        for (String type : List.of("rawKeyDown", "keyUp")) {
            call(
                    "Input.dispatchKeyEvent",
                    new JsonObject()
                            .put("type", type)
                            .put("key", key)
                            .put("code", code)
                            .put("windowsVirtualKeyCode", keyCode)
                            .put("modifiers", modifiers));
        }
    }

    /** The window's size in CSS pixels, and which colours the system prefers. */
    public void window(int width, int height, boolean isDark) {
        call(
                "Emulation.setDeviceMetricsOverride",
                new JsonObject()
                        .put("width", width)
                        .put("height", height)
                        .put("deviceScaleFactor", 1)
                        .put("mobile", false));
        call(
                "Emulation.setEmulatedMedia",
                new JsonObject()
                        .put(
                                "features",
                                new JsonArray()
                                        .add(new JsonObject()
                                                .put("name", "prefers-color-scheme")
                                                .put("value", isDark ? "dark" : "light"))));
    }

    /** Takes the network away from the page, or gives it back. */
    public void offline(boolean isOffline) {
        call(
                "Network.emulateNetworkConditions",
                new JsonObject()
                        .put("offline", isOffline)
                        .put("latency", 0)
                        .put("downloadThroughput", -1)
                        .put("uploadThroughput", -1));
    }

    /** What was complained of so far was meant. */
    public void forgive() {
        complaints.clear();
    }

    /** What the window shows, as PNG. */
    public byte[] picture() {
        return Base64.getDecoder()
                .decode(call("Page.captureScreenshot", new JsonObject()).getString("data"));
    }

    /** Exceptions, errors on the console and breaches of the page's policy, so far. */
    public List<String> complaints() {
        return List.copyOf(complaints);
    }

    /** Addresses that were asked for, so far. */
    public List<URI> requests() {
        return List.copyOf(requests);
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        process.onExit().join();
    }
}
