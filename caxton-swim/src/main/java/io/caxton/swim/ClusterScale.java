package io.caxton.swim;

import java.time.Duration;

/** How times and counts grow with the number of members. */
final class ClusterScale {
    /** Up to so many members exchange everything at the full rate. */
    private static final int PUSH_PULL_THRESHOLD = 32;

    private ClusterScale() {}

    /** How often a broadcast is sent so that it reaches all with high probability (SWIM, section 4.1): logarithmic. */
    static int transmits(int multiplier, int members) {
        return multiplier * Math.max(1, (int) Math.ceil(Math.log10(members + 1.0)));
    }

    /** For how long a suspect may speak up when enough others agree: as long as a broadcast takes to get around. */
    static Duration suspicion(int multiplier, int members, Duration probeInterval) {
        double scale = Math.max(1, Math.log10(Math.max(1, members)));
        return Duration.ofNanos((long) (multiplier * scale * probeInterval.toNanos()));
    }

    /** The pause between two exchanges, which are as large as the cluster: logarithmic, so that their load is bearable. */
    static Duration pushPull(Duration interval, int members) {
        if (members <= PUSH_PULL_THRESHOLD) {
            return interval;
        }
        double doublings = Math.log(members / (double) PUSH_PULL_THRESHOLD) / Math.log(2);
        return interval.multipliedBy((long) Math.ceil(doublings) + 1);
    }
}
