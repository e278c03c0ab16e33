package io.caxton.benchmarks.relay;

import java.time.Duration;

/**
 * What happens to what one node sends to one other.
 *
 * @param open whether anything passes at all
 * @param loss share of packets that are lost; a stream waits as for a retransmission instead
 * @param repeats share of packets that come twice
 * @param delay what everything takes
 * @param jitter what it takes more at most, by chance
 * @param bytesPerSecond how much a stream may carry
 */
public record LinkQuality(
        boolean open, double loss, double repeats, Duration delay, Duration jitter, long bytesPerSecond) {
    /** As the loopback address is. */
    public static final LinkQuality PERFECT = new LinkQuality(true, 0, 0, Duration.ZERO, Duration.ZERO, Long.MAX_VALUE);

    /** Nothing passes. */
    public static final LinkQuality CUT = new LinkQuality(false, 0, 0, Duration.ZERO, Duration.ZERO, Long.MAX_VALUE);

    /** @throws IllegalArgumentException if a share is none or a time is negative */
    public LinkQuality {
        if (!(loss >= 0 && loss <= 1 && repeats >= 0 && repeats <= 1)) {
            throw new IllegalArgumentException("shares are between 0 and 1, not " + loss + " and " + repeats);
        }
        if (delay.isNegative() || jitter.isNegative() || bytesPerSecond <= 0) {
            throw new IllegalArgumentException("delay, jitter and bytes a second must not be negative, nor the last 0");
        }
    }

    /** Open, with this share of packets lost. */
    public static LinkQuality losing(double share) {
        return new LinkQuality(true, share, 0, Duration.ZERO, Duration.ZERO, Long.MAX_VALUE);
    }
}
