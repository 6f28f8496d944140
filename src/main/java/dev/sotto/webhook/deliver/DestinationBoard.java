package dev.sotto.webhook.deliver;

import dev.sotto.webhook.Destination;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Who may be sent to now. Places are shared so that receivers in doubt, those never heard of or failing, never take the
 * last ones: a receiver that answers always finds a place. Confined to the thread of the {@link Dispatcher}.
 */
final class DestinationBoard {
    private static final class Track {
        private final CircuitBreaker circuit;
        private boolean hasAnswered;
        private int underWay;

        Track(RandomGenerator random) {
            circuit = new CircuitBreaker(random);
        }

        boolean isTrusted() {
            return hasAnswered && circuit.isClean();
        }
    }

    private final DispatchLimits limits;
    private final RandomGenerator random;

    /** Least recently used first. */
    private final Map<Destination, Track> tracks = new LinkedHashMap<>(16, 0.75f, true);

    private int underWay;
    private int doubtful;

    DestinationBoard(DispatchLimits limits, RandomGenerator random) {
        this.limits = limits;
        this.random = random;
    }

    int underWay() {
        return underWay;
    }

    boolean isFull() {
        return underWay >= limits.places();
    }

    /** How many attempts may begin on a destination now. */
    int allowance(Destination destination, Instant now) {
        Track track = tracks.get(destination);
        int doubtfulLeft = limits.doubtfulPlaces() - doubtful;
        int left = limits.places() - underWay;
        if (track == null) {
            return Math.max(0, Math.min(limits.perDestination(), Math.min(left, doubtfulLeft)));
        }
        if (track.circuit.isOpen(now)) {
            return 0;
        }
        int ofDestination = (track.circuit.isHalfOpen(now) ? 1 : limits.perDestination()) - track.underWay;
        return Math.max(0, Math.min(ofDestination, track.isTrusted() ? left : Math.min(left, doubtfulLeft)));
    }

    /** Takes a place within the allowance; what it gives is for {@link #end}. */
    Place start(Destination destination) {
        Track track = tracks.computeIfAbsent(destination, any -> new Track(random));
        Place place = new Place(destination, !track.isTrusted());
        track.underWay++;
        underWay++;
        doubtful += place.isDoubtful() ? 1 : 0;
        forgetSome();
        return place;
    }

    /**
     * Gives a place back.
     *
     * @return until when the destination's circuit has just opened, if it has
     */
    Optional<Instant> end(Place place, Verdict verdict, Instant now) {
        underWay--;
        doubtful -= place.isDoubtful() ? 1 : 0;
        Track track = tracks.get(place.destination());
        if (track == null) {
            throw new IllegalStateException(
                    "a destination with something under way was forgotten: " + place.destination());
        }
        track.underWay--;
        return switch (verdict) {
            case ANSWERS -> {
                track.circuit.succeeded();
                track.hasAnswered = true;
                yield Optional.empty();
            }
            case FAILS -> track.circuit.failed(now) ? Optional.of(track.circuit.openUntil()) : Optional.empty();
            case SAYS_NOTHING -> Optional.empty();
        };
    }

    private void forgetSome() {
        Iterator<Track> oldest = tracks.values().iterator();
        while (tracks.size() > limits.destinationsRemembered() && oldest.hasNext()) {
            if (oldest.next().underWay == 0) {
                oldest.remove();
            }
        }
    }

    /** A place taken, and whether it counts against those for receivers in doubt. */
    record Place(Destination destination, boolean isDoubtful) {}

    /** What an attempt says about its destination. */
    enum Verdict {
        ANSWERS,
        FAILS,
        SAYS_NOTHING
    }
}
