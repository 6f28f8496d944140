package dev.sotto.api.upload;

import dev.sotto.config.ServerConfig;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;

/** What a body looks like that is about to come: a multipart form, or JSON with its recording in base64. */
record UploadBody(HttpServerRequest request, FormFiles files, boolean isJson) {
    private static final long FORM_OVERHEAD_BYTES = 1 << 20;
    /** Base64 has four signs for three bytes, and some clients write a plus with six. */
    private static final long BASE64_HALVES = 3;

    private static final long BASE64_SIGNS = 4;
    private static final long BASE64_BYTES = 3;

    /** Refuses by its headers what would not be taken. */
    void check(ServerConfig.Upload limits) {
        refuseCompressed(request);
        if (!isJson) {
            boundaryOf(request);
        }
        if (length() > bytesMax(limits)) {
            throw FormCollector.tooLarge(limits);
        }
    }

    BodyParser parser(FormCollector collector, ServerConfig.Upload limits, LongFieldRoom.Share share) {
        return isJson
                ? new JsonParser(
                        collector, files.recording().iterator().next(), FormCollector.fieldsBytesMax(limits), share)
                : new MultipartParser(boundaryOf(request), collector);
    }

    /** Of all of it, whatever it announces. */
    long bytesMax(ServerConfig.Upload limits) {
        long file = isJson ? limits.bytesMax() / 2 * BASE64_HALVES : limits.bytesMax();
        long longFields = files.longFields().isEmpty() ? 0 : LongFieldRoom.FORM_BYTES_MAX;
        return file + FORM_OVERHEAD_BYTES + FormCollector.fieldsBytesMax(limits) + longFields;
    }

    /** Of the file in it, as far as its announced length tells; 0 if that is unknown. */
    long fileBytesMax() {
        return isJson ? length() / BASE64_SIGNS * BASE64_BYTES : length();
    }

    /** As the client announces it, else 0. Netty has refused by now a length that is not a number. */
    private long length() {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return length == null ? 0 : Long.parseLong(length);
    }

    private static HeaderParameters type(HttpServerRequest request) {
        String contentType = request.getHeader(HttpHeaders.CONTENT_TYPE);
        return HeaderParameters.parse(contentType == null ? "" : contentType);
    }

    private static void refuseCompressed(HttpServerRequest request) {
        String encoding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
        if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
            throw wrongType("The request body is compressed (Content-Encoding); send it as it is.");
        }
    }

    private static String boundaryOf(HttpServerRequest request) {
        HeaderParameters header = type(request);
        if (!header.value().equals("multipart/form-data")) {
            throw wrongType("The Content-Type is %s; expected multipart/form-data."
                    .formatted(header.value().isEmpty() ? "missing" : "'" + header.value() + "'"));
        }
        String boundary = header.get("boundary").orElse("");
        if (boundary.isEmpty() || boundary.length() > MultipartParser.BOUNDARY_CHARS_MAX) {
            throw UploadException.malformed("the Content-Type header names no boundary of 1 to 70 characters");
        }
        return boundary;
    }

    private static UploadException wrongType(String message) {
        return new UploadException(UploadException.Kind.WRONG_TYPE, message);
    }
}
