package dev.sotto.model.file;

import dev.sotto.model.ModelError;
import dev.sotto.model.ModelException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Recognises what often lies under the name of a model's file and is something else, so that the refusal says what it is
 * and what to do rather than which byte is wrong.
 */
final class ForeignFile {
    /** So many bytes of a file's beginning tell. */
    static final int HEAD_BYTES = 256;

    /** By its present name and its first. */
    private static final Pattern LFS = Pattern.compile("version https://(git-lfs|hawser)\\.github\\.com/spec/");

    private static final Pattern ANNEX = Pattern.compile("(\\S*/)?annex/objects/");
    /** What hubs and mirrors answer in place of a file. */
    private static final Pattern ERROR = Pattern.compile(
            "\\{\\s*\"(error|message|detail)\"|entry not found|repository not found|invalid username or password"
                    + "|([1-5]\\d\\d:? )?(not found|forbidden|unauthorized|internal server error|bad gateway|service unavailable"
                    + "|gateway time-?out|too many requests|moved permanently|(found|temporary redirect|permanent redirect)\\b)"
                    + "|access ?denied|access to model|invalid credentials|this repository is over its data quota");

    private ForeignFile() {}

    /**
     * Looks at the beginning of a file.
     *
     * @param place as messages name it
     * @throws ModelException if it is known to be of another kind
     */
    static void refuse(String place, byte[] head) {
        kind(head).ifPresent(kind -> {
            throw new ModelException(ModelError.FILE_MALFORMED, place + ": " + kind);
        });
    }

    private static Optional<String> kind(byte[] head) {
        String text = new String(head, StandardCharsets.ISO_8859_1);
        String start =
                text.replaceFirst("^\u00EF\u00BB\u00BF", "").stripLeading().toLowerCase(Locale.ROOT);
        if (LFS.matcher(start).lookingAt()) {
            return Optional.of(
                    "is a pointer of Git LFS, not the file itself, which was never fetched; run 'git lfs pull' where"
                            + " it was cloned, or pull the model again");
        }
        if (ANNEX.matcher(start).lookingAt()) {
            return Optional.of(
                    "is a pointer of git-annex, not the file itself, which was never fetched; run 'git annex get' where"
                            + " it was cloned, or pull the model again");
        }
        if (start.startsWith("# xet version")) {
            return Optional.of(
                    "is a pointer of Xet, not the file itself, which was never fetched; pull the model again");
        }
        if (ERROR.matcher(start).lookingAt()) {
            return Optional.of(
                    "is what a server answered to a download that failed, not the file itself; pull the model again");
        }
        if (start.startsWith("<!doctype") || start.startsWith("<html") || start.startsWith("<?xml")) {
            return Optional.of(
                    "is a web page, not the file itself: what sent it answered with an error or a log-in page; pull"
                            + " the model again");
        }
        if (isZeros(head)) {
            return Optional.of(
                    "begins with zeros alone, as a download does that was broken off behind setting its room aside; pull"
                            + " the model again");
        }
        if (!isSafetensors(head) && isCompressed(head)) {
            return Optional.of("is compressed; unpack it, or pull the model again");
        }
        if (start.startsWith("\u0089hdf")) {
            return Optional.of(
                    "is a file of TensorFlow or Keras (HDF5), which is not read here; pull a model with .safetensors"
                            + " files");
        }
        if (isPickle(head)) {
            return Optional.of(
                    "is a Python pickle of PyTorch, which is not read for safety; pull a model with .safetensors"
                            + " files, or convert it with save_pretrained(folder, safe_serialization=True)");
        }
        if (start.startsWith("lmgg") || start.startsWith("gguf") || start.startsWith("ggml")) {
            return Optional.of(
                    "is a file of whisper.cpp (ggml), which is not read here; pull the model by its name instead");
        }
        return Optional.empty();
    }

    /** Behind eight bytes of any value. */
    private static boolean isSafetensors(byte[] head) {
        return head.length > 8 && head[8] == '{';
    }

    private static boolean isZeros(byte[] head) {
        return head.length == HEAD_BYTES && Arrays.equals(head, new byte[HEAD_BYTES]);
    }

    /** By gzip, zstd, xz, bzip2 or 7-Zip. */
    private static boolean isCompressed(byte[] head) {
        String text = new String(head, StandardCharsets.ISO_8859_1);
        return text.startsWith("\u001f\u008b")
                || text.startsWith("(\u00b5/\u00fd")
                || text.startsWith("\u00fd7zXZ")
                || text.startsWith("BZh")
                || text.startsWith("7z\u00bc\u00af'\u001c");
    }

    /** A zip archive, which PyTorch writes since 1.6, or a bare pickle; the header of safetensors cannot look so. */
    private static boolean isPickle(byte[] head) {
        boolean isZip = head.length > 3 && Arrays.equals(head, 0, 4, new byte[] {'P', 'K', 3, 4}, 0, 4);
        boolean isBare = head.length > 1 && head[0] == (byte) 0x80 && head[1] >= 2 && head[1] <= 5;
        return !isSafetensors(head) && (isZip || isBare);
    }
}
