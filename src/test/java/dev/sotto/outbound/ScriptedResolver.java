package dev.sotto.outbound;

import io.vertx.core.Future;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A name server that may change its mind between two questions. */
public final class ScriptedResolver implements NameResolver {
    private final Map<String, List<String>> answers = new HashMap<>();
    private final List<String> asked = new ArrayList<>();

    /** One answer a question, the last for ever: each is addresses with commas between. */
    public synchronized ScriptedResolver with(String host, String... turns) {
        answers.put(host, new ArrayList<>(Arrays.asList(turns)));
        return this;
    }

    public synchronized List<String> asked() {
        return List.copyOf(asked);
    }

    @Override
    public synchronized Future<List<InetAddress>> resolve(String host) {
        asked.add(host);
        List<String> turns = answers.get(host);
        if (turns == null) {
            return Future.failedFuture(new UnknownHostException(host));
        }
        String turn = turns.size() > 1 ? turns.remove(0) : turns.get(0);
        return Future.succeededFuture(
                Arrays.stream(turn.split(",")).map(ScriptedResolver::address).toList());
    }

    private static InetAddress address(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
