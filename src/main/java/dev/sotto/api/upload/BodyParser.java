package dev.sotto.api.upload;

/** Takes a request's body apart as it arrives. Throws {@link UploadException} for one that it cannot. Belongs to one thread. */
interface BodyParser {
    void feed(byte[] chunk);

    /** Call when no more bytes come. */
    void finish();
}
