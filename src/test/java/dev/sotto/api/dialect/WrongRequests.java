package dev.sotto.api.dialect;

import dev.sotto.testing.MultipartBody;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Requests that no surface can do anything with, by what is wrong with them. */
final class WrongRequests {
    private static final byte[] AUDIO = "a recording".getBytes(StandardCharsets.UTF_8);
    private static final int MANY = 200;
    private static final int LONG = 1 << 20;

    private WrongRequests() {}

    /**
     * Forms of an operation that takes a recording; whether it is one is found out by who decodes it.
     *
     * @param address of the operation
     * @param file the field of the recording
     * @param number a field that is a number
     */
    static Map<String, HttpRequest.Builder> forms(URI address, String file, String number) {
        Map<String, HttpRequest.Builder> all = new LinkedHashMap<>(bodies(address));
        all.put("no file", form(address, new MultipartBody().field("language", "en")));
        all.put("a file by another name", form(address, recording("file-of-sound")));
        all.put("the name of a file", form(address, new MultipartBody().field(file, "talk.mp3")));
        all.put("two files", form(address, recording(file).part(disposition(file), AUDIO)));
        all.put("a language that nobody speaks", form(address, recording(file).field("language", "klingon")));
        all.put("a number that is none", form(address, recording(file).field(number, "warm")));
        MultipartBody many = recording(file);
        for (int i = 0; i < MANY; i++) {
            many.field("field" + i, "x");
        }
        all.put("too many fields", form(address, many));
        all.put("a field without end", form(address, recording(file).field("prompt", "x".repeat(LONG))));
        all.put("no last boundary", cut(address, recording(file).unfinished()));
        all.put(
                "half a head",
                cut(
                        address,
                        new MultipartBody()
                                .raw("--" + MultipartBody.BOUNDARY + "\r\nCont")
                                .unfinished()));
        all.put("a part without a name", form(address, new MultipartBody().part("form-data", AUDIO)));
        all.put("a part that is no form's", form(address, new MultipartBody().part("attachment; name=\"x\"", AUDIO)));
        all.put(
                "a boundary of another",
                other(
                        address,
                        "multipart/form-data; boundary=other",
                        recording(file).bytes()));
        all.put(
                "no boundary",
                other(address, "multipart/form-data", recording(file).bytes()));
        return all;
    }

    /**
     * Objects of an operation that takes JSON.
     *
     * @param good an object that is taken, without its braces
     * @param wrong members that each make it one that is not
     */
    static Map<String, HttpRequest.Builder> objects(URI address, String good, List<String> wrong) {
        Map<String, HttpRequest.Builder> all = new LinkedHashMap<>(bodies(address));
        List<String> texts =
                new ArrayList<>(List.of("{}", "[]", "null", "\"url\"", "{" + good, "{" + good + "}}", "{,}"));
        wrong.forEach(member -> texts.add("{" + member + "}"));
        texts.forEach(text -> all.put(text, json(address, BodyPublishers.ofString(text))));
        all.put("nested without end", json(address, BodyPublishers.ofString("[".repeat(LONG / 8))));
        all.put("bytes that are no text", json(address, BodyPublishers.ofByteArray(new byte[] {'{', '"', -1, -2, '"'
        })));
        return all;
    }

    /** Bodies of no use to any operation that wants one, and methods that it has not. */
    private static Map<String, HttpRequest.Builder> bodies(URI address) {
        Map<String, HttpRequest.Builder> all = new LinkedHashMap<>();
        all.put("no body", HttpRequest.newBuilder(address).POST(BodyPublishers.noBody()));
        all.put("text", other(address, "text/plain", AUDIO));
        all.put("bytes", other(address, "application/octet-stream", AUDIO));
        all.put("a type that is none", other(address, ";;;", AUDIO));
        all.put("PUT", HttpRequest.newBuilder(address).PUT(BodyPublishers.ofByteArray(AUDIO)));
        all.put("DELETE", HttpRequest.newBuilder(address).DELETE());
        all.put("PATCH", HttpRequest.newBuilder(address).method("PATCH", BodyPublishers.ofByteArray(AUDIO)));
        return all;
    }

    private static MultipartBody recording(String field) {
        return new MultipartBody().part(disposition(field), AUDIO).field("model", "whisper-1");
    }

    private static String disposition(String field) {
        return "form-data; name=\"%s\"; filename=\"talk.mp3\"".formatted(field);
    }

    private static HttpRequest.Builder form(URI address, MultipartBody body) {
        return body.request(address);
    }

    private static HttpRequest.Builder cut(URI address, byte[] body) {
        return MultipartBody.request(address, body);
    }

    private static HttpRequest.Builder json(URI address, BodyPublisher body) {
        return HttpRequest.newBuilder(address)
                .header("content-type", "application/json")
                .POST(body);
    }

    private static HttpRequest.Builder other(URI address, String type, byte[] body) {
        return HttpRequest.newBuilder(address).header("content-type", type).POST(BodyPublishers.ofByteArray(body));
    }
}
