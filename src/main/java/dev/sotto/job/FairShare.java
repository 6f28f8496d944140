package dev.sotto.job;

/**
 * Start-time fair queueing (Goyal, Vin, Cheng 1996) in seconds of audio: a waiting job's place in line is the virtual
 * time at which its tenant's turn comes, so one tenant's thousand jobs delay another's single one by a job or two.
 *
 * @param start place in line; the smallest goes first
 * @param finish where the tenant's next job starts at the earliest
 */
public record FairShare(double start, double finish) {
    /** Jobs of unknown or no length still take a turn, and stay in the order in which they came. */
    public static final double COST_SECONDS_MIN = 1;

    /**
     * The place of a job that joins the line now.
     *
     * @param virtualNow start of the last job taken from this line
     * @param tenantFinish of the tenant's last job in this line; 0 if none
     */
    public static FairShare of(double virtualNow, double tenantFinish, double costSeconds, double weight) {
        double start = Math.max(virtualNow, tenantFinish);
        return new FairShare(start, start + Math.max(COST_SECONDS_MIN, costSeconds) / weight);
    }
}
