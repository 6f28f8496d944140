package dev.sotto.testing;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ServerSocketFactory;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLSocket;

/** A real HTTP receiver that answers byte by byte as a test says: well, badly, endlessly or not at all. */
public final class RawReceiver implements AutoCloseable {
    /** What came in; header names in lower case. */
    public record Request(String line, Map<String, String> headers, String body, String serverName) {}

    /** Writes the raw answer; may wait for {@link #closed()} to never end. */
    public interface Behaviour {
        void answer(Request request, OutputStream out) throws IOException, InterruptedException;
    }

    private final ServerSocket socket;
    private final Behaviour behaviour;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final List<Socket> connections = new CopyOnWriteArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);

    public RawReceiver(String address, int port, Behaviour behaviour) throws IOException {
        this(ServerSocketFactory.getDefault(), address, port, behaviour);
    }

    public RawReceiver(ServerSocketFactory factory, String address, int port, Behaviour behaviour) throws IOException {
        this.behaviour = behaviour;
        socket = factory.createServerSocket(port, 100, InetAddress.getByName(address));
        threads.execute(this::accept);
    }

    /** A whole answer with a length. */
    public static Behaviour answering(int status, String extraHeader, String body) {
        return (request, out) -> {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            String head = "HTTP/1.1 %d Status\r\ncontent-length: %d\r\n%s\r\n"
                    .formatted(status, bytes.length, extraHeader.isEmpty() ? "" : extraHeader + "\r\n");
            out.write(head.getBytes(StandardCharsets.US_ASCII));
            out.write(bytes);
        };
    }

    /** As text. */
    public String address() {
        return socket.getInetAddress().getHostAddress();
    }

    public int port() {
        return socket.getLocalPort();
    }

    public List<Request> requests() {
        return requests;
    }

    public int connections() {
        return connections.size();
    }

    /** Until the test is over. */
    public void closed() throws InterruptedException {
        closed.await();
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket connection = socket.accept();
                connections.add(connection);
                threads.execute(() -> serve(connection));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            Request request = read(connection);
            requests.add(request);
            behaviour.answer(request, connection.getOutputStream());
            connection.getOutputStream().flush();
        } catch (IOException e) {
            // The client has gone, which is what many tests are about.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Request read(Socket connection) throws IOException {
        InputStream in = new BufferedInputStream(connection.getInputStream());
        String line = line(in);
        Map<String, String> headers = new LinkedHashMap<>();
        for (String header = line(in); !header.isEmpty(); header = line(in)) {
            int colon = header.indexOf(':');
            headers.put(
                    header.substring(0, colon).toLowerCase(Locale.ROOT),
                    header.substring(colon + 1).strip());
        }
        int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
        return new Request(line, headers, body, serverName(connection));
    }

    private static String serverName(Socket connection) {
        if (connection instanceof SSLSocket tls && tls.getSession() instanceof ExtendedSSLSession session) {
            return session.getRequestedServerNames().toString();
        }
        return "";
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new IOException("the client closed within the head");
            }
            line.append((char) next);
        }
        return line.toString().stripTrailing();
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            socket.close();
            for (Socket connection : connections) {
                connection.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.shutdownNow();
    }
}
