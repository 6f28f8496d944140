package dev.sotto.api.upload;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Memory for fields that hold whole files as text, such as clips of voices: so much for one form, and an eighth of the heap for
 * all forms together, until they are thrown away. Thread-safe.
 */
final class LongFieldRoom {
    /** Of one form: 8 MiB as base64, and room for line breaks. */
    static final long FORM_BYTES_MAX = 12L << 20;

    private static final int HEAP_PARTS = 8;

    /** Takes nothing. */
    static final Share NOTHING = new LongFieldRoom(0).open(false);

    private final long bytesMax;
    private final AtomicLong taken = new AtomicLong();

    LongFieldRoom() {
        this(Runtime.getRuntime().maxMemory() / HEAP_PARTS);
    }

    LongFieldRoom(long bytesMax) {
        this.bytesMax = bytesMax;
    }

    /** @param isOpen whether the form may have long fields at all */
    Share open(boolean isOpen) {
        return new Share(isOpen);
    }

    /** What one form takes. Any thread, one at a time. */
    final class Share implements AutoCloseable {
        private final boolean isOpen;
        private long own;

        private Share(boolean isOpen) {
            this.isOpen = isOpen;
        }

        boolean isOpen() {
            return isOpen;
        }

        /**
         * Takes more.
         *
         * @throws UploadException where the form has too much, or all forms have
         */
        void grow(long bytes) {
            if (own + bytes > FORM_BYTES_MAX * 2) { // JSON is held as it came, too
                throw tooLong();
            }
            if (taken.addAndGet(bytes) > bytesMax) {
                taken.addAndGet(-bytes);
                throw new UploadException(
                        UploadException.Kind.TOO_MANY,
                        "Too many uploads with clips of known speakers are running; please try again later.");
            }
            own += bytes;
        }

        private static UploadException tooLong() {
            return new UploadException(
                    UploadException.Kind.FORM_LIMIT,
                    "The clips of known speakers are longer than %d bytes together; 2 to 10 seconds of each voice are enough."
                            .formatted(FORM_BYTES_MAX));
        }

        @Override
        public void close() {
            taken.addAndGet(-own);
            own = 0;
        }
    }
}
