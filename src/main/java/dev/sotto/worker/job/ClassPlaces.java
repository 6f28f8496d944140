package dev.sotto.worker.job;

import dev.sotto.transcript.WorkClass;

/**
 * How many jobs run at once. A class without places is never taken.
 *
 * @param all of both classes together
 */
public record ClassPlaces(int interactive, int bulk, int all) {
    public ClassPlaces {
        if (interactive < 0 || bulk < 0 || all < 1 || interactive + bulk < all) {
            throw new IllegalArgumentException("%d interactive and %d bulk places, %d in all; expected one at least"
                    .formatted(interactive, bulk, all));
        }
    }

    /** Places of each class that the other never takes. */
    public static ClassPlaces apart(int interactive, int bulk) {
        return new ClassPlaces(interactive, bulk, interactive + bulk);
    }

    /** Places that whichever class comes takes. */
    public static ClassPlaces shared(int all) {
        return new ClassPlaces(all, all, all);
    }

    int of(WorkClass workClass) {
        return switch (workClass) {
            case INTERACTIVE -> interactive;
            case BULK -> bulk;
        };
    }

    /** For one owner where it must not have all: three quarters, and never the last of several. */
    int ofOwner() {
        return Math.max(1, all - Math.max(1, all / 4));
    }
}
