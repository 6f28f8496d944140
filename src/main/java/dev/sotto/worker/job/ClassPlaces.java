package dev.sotto.worker.job;

import dev.sotto.transcript.WorkClass;

/** How many jobs of each class run at once. A class without places is never taken. */
public record ClassPlaces(int interactive, int bulk) {
    public ClassPlaces {
        if (interactive < 0 || bulk < 0 || interactive + bulk < 1) {
            throw new IllegalArgumentException(
                    "%d interactive and %d bulk places; expected one at least".formatted(interactive, bulk));
        }
    }

    int of(WorkClass workClass) {
        return switch (workClass) {
            case INTERACTIVE -> interactive;
            case BULK -> bulk;
        };
    }

    /** Of both classes together. */
    public int all() {
        return interactive + bulk;
    }
}
