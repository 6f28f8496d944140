package dev.sotto.outbound;

import io.vertx.core.Future;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import javax.net.ssl.SSLException;

/** From a URL to a connection with a judged address. Called on the event loop of the exchange. */
final class Connector {
    /** Addresses of one name that are tried, one after the other, when there is no connection. */
    private static final int ADDRESSES_TRIED_MAX = 3;

    private final HttpClient client;
    private final OutboundPolicy policy;
    private final NameResolver resolver;

    Connector(HttpClient client, OutboundPolicy policy, NameResolver resolver) {
        this.client = client;
        this.policy = policy;
        this.resolver = resolver;
    }

    /** Fails with an {@link OutboundException} only. */
    Future<HttpClientRequest> open(HttpMethod method, OutboundUrl url) {
        try {
            policy.check(url);
        } catch (OutboundException e) {
            return Future.failedFuture(e);
        }
        return resolve(url)
                .recover(fault -> Future.failedFuture(OutboundException.name(url)))
                .map(addresses -> policy.allowed(url, addresses))
                .compose(allowed -> connect(method, url, allowed, 0));
    }

    private Future<List<InetAddress>> resolve(OutboundUrl url) {
        if (!url.isLiteral()) {
            return resolver.resolve(url.host());
        }
        try {
            return Future.succeededFuture(List.of(InetAddress.getByName(url.host())));
        } catch (UnknownHostException e) {
            return Future.failedFuture(e);
        }
    }

    private Future<HttpClientRequest> connect(
            HttpMethod method, OutboundUrl url, List<InetAddress> allowed, int index) {
        boolean isLast = index + 1 == Math.min(ADDRESSES_TRIED_MAX, allowed.size());
        return client.request(options(method, url, allowed.get(index))).recover(fault -> {
            if (fault instanceof SSLException) {
                return Future.failedFuture(OutboundException.tls(url, fault));
            }
            return isLast
                    ? Future.failedFuture(OutboundException.connect(url, fault))
                    : connect(method, url, allowed, index + 1);
        });
    }

    /** The socket goes to the judged address; {@code Host}, SNI and the check of the certificate keep the name. */
    private static RequestOptions options(HttpMethod method, OutboundUrl url, InetAddress address) {
        return new RequestOptions()
                .setMethod(method)
                .setServer(SocketAddress.inetSocketAddress(new InetSocketAddress(address, url.port())))
                .setHost(url.host())
                .setPort(url.port())
                .setSsl(url.isTls())
                .setFollowRedirects(false)
                .setURI(url.target());
    }
}
