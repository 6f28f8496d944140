package dev.sotto.key;

import java.util.Optional;

/**
 * Places that all owners share, such as those of uploads. One owner gets three quarters of them at most, and never the
 * last of several, so that one alone cannot shut the others out. Thread-safe.
 */
public final class Places {
    private static final String ALL = "all";

    private final int max;
    private final int eachMax;
    private final ConcurrencyGate taken = new ConcurrencyGate();
    private final ConcurrencyGate takenByOwner = new ConcurrencyGate();

    public Places(int max) {
        this.max = max;
        this.eachMax = Math.max(1, max - Math.max(1, max / 4));
    }

    /** To be closed once, when the thing has ended however it ended; closing it again does nothing. */
    public static final class Place implements AutoCloseable {
        private final ConcurrencyGate.Permit ofAll;
        private final Optional<ConcurrencyGate.Permit> ofOwner;

        private Place(ConcurrencyGate.Permit ofAll, Optional<ConcurrencyGate.Permit> ofOwner) {
            this.ofAll = ofAll;
            this.ofOwner = ofOwner;
        }

        @Override
        public void close() {
            ofAll.close();
            ofOwner.ifPresent(ConcurrencyGate.Permit::close);
        }
    }

    /** Whether one could be taken now; another may be quicker. */
    public boolean hasFree(Optional<String> owner) {
        Optional<Place> place = take(owner);
        place.ifPresent(Place::close);
        return place.isPresent();
    }

    /**
     * Empty if all places are taken, or the owner's share is.
     *
     * @param owner empty where everybody is one, who may have all
     */
    public Optional<Place> take(Optional<String> owner) {
        Optional<ConcurrencyGate.Permit> ofAll = taken.enter(ALL, max);
        if (ofAll.isEmpty() || owner.isEmpty()) {
            return ofAll.map(permit -> new Place(permit, Optional.empty()));
        }
        Optional<ConcurrencyGate.Permit> ofOwner = takenByOwner.enter(owner.get(), eachMax);
        if (ofOwner.isEmpty()) {
            ofAll.get().close();
            return Optional.empty();
        }
        return Optional.of(new Place(ofAll.get(), ofOwner));
    }
}
