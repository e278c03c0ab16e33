package io.caxton.server.security;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.caxton.server.problem.ProblemType;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How fast each principal may go: a token bucket for each {@link Caller#id()}, shared by all doors of the node. The
 * filter in front of HTTP takes one permit for each request; a door takes more for what a request carries beyond one
 * message, and one for each frame of a connection that stays open. Without a limit configured every call is granted.
 */
public final class RateLimiter {
    /** Buckets kept at most; the one that was not used for longest goes, and is full when its principal comes back. */
    private static final int MAX_PRINCIPALS = 100_000;

    private final @Nullable Cache<String, Bucket> buckets;
    private final int perSecond;
    private final int burst;
    private final TimeMeter time;

    RateLimiter(RateProperties properties, TimeMeter time) {
        this.perSecond = properties.requestsPerSecond();
        this.burst = properties.burst();
        this.time = time;
        this.buckets = perSecond == 0
                ? null
                : Caffeine.newBuilder()
                        .maximumSize(MAX_PRINCIPALS)
                        .executor(Runnable::run)
                        .build();
    }

    /**
     * Takes permits, all or none. More than the whole burst would never be granted, so that many count as the burst.
     *
     * @return empty if granted; otherwise how long to wait until asking again is worth it
     */
    public Optional<Duration> tryAcquire(Caller caller, long permits) {
        if (buckets == null || permits <= 0) {
            return Optional.empty();
        }
        Bucket bucket = buckets.get(caller.id(), id -> newBucket());
        ConsumptionProbe probe = bucket.tryConsumeAndReturnRemaining(Math.min(permits, burst));
        return probe.isConsumed()
                ? Optional.empty()
                : Optional.of(Duration.ofNanos(Math.max(1, probe.getNanosToWaitForRefill())));
    }

    /** Takes permits or ends the request with a 429 problem that says when to come back. */
    public void acquire(Caller caller, long permits) {
        tryAcquire(caller, permits).ifPresent(wait -> {
            throw ProblemType.TOO_MANY_REQUESTS
                    .because("more than " + perSecond + " requests a second")
                    .retryAfter(wait)
                    .asException();
        });
    }

    private Bucket newBucket() {
        return Bucket.builder()
                .addLimit(limit -> limit.capacity(burst).refillGreedy(perSecond, Duration.ofSeconds(1)))
                .withCustomTimePrecision(time)
                .build();
    }
}
