package dev.sotto.cli;

/**
 * One thing that {@code doctor} looked at.
 *
 * @param advice what to do; empty if all is well
 */
record Finding(String subject, State state, String seen, String advice) {
    enum State {
        OK("ok"),
        /** Works, but worse than it could. */
        POOR("poor"),
        /** Transcribing will not work. */
        BROKEN("BROKEN");

        private final String label;

        State(String label) {
            this.label = label;
        }

        String label() {
            return label;
        }
    }

    static Finding ok(String subject, String seen) {
        return new Finding(subject, State.OK, seen, "");
    }

    static Finding poor(String subject, String seen, String advice) {
        return new Finding(subject, State.POOR, seen, advice);
    }

    static Finding broken(String subject, String seen, String advice) {
        return new Finding(subject, State.BROKEN, seen, advice);
    }
}
