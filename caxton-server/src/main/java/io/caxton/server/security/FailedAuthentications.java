package io.caxton.server.security;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.Optional;

/**
 * Slows the guessing of keys: an address that failed too often is refused before its next credential is looked at, right
 * or wrong. A client that came in from the same address with the same credential before goes on undisturbed, so that a
 * guesser behind the same proxy does not lock it out. However many try at the same time, no more of them are told whether
 * they were right than the address had tries left: each answer is given out of what is left then, in one step.
 */
final class FailedAuthentications {
    private static final int MAX_ADDRESSES = 100_000;
    private static final int MAX_KNOWN = 100_000;
    private static final Duration KNOWN_FOR = Duration.ofHours(1);

    private record Entry(String address, KeyHash credential) {}

    private final Cache<String, Bucket> tries;
    private final Cache<Entry, Boolean> known;
    private final RateProperties properties;
    private final TimeMeter time;

    FailedAuthentications(RateProperties properties, TimeMeter time) {
        this.properties = properties;
        this.time = time;
        this.tries = Caffeine.newBuilder()
                .maximumSize(MAX_ADDRESSES)
                .executor(Runnable::run)
                .build();
        this.known = Caffeine.newBuilder()
                .maximumSize(MAX_KNOWN)
                .expireAfterAccess(KNOWN_FOR)
                .executor(Runnable::run)
                .build();
    }

    /** How long this address must wait before this credential is looked at; empty if it need not. Spares the looking. */
    Optional<Duration> refusal(String remoteAddress, KeyHash credential) {
        String address = RemoteNetwork.of(remoteAddress);
        return known.getIfPresent(new Entry(address, credential)) == null ? untilTry(address) : Optional.empty();
    }

    /** Uses a try up. If there was none left, how long to wait instead of being told that the credential was wrong. */
    Optional<Duration> failed(String remoteAddress, KeyHash credential) {
        String address = RemoteNetwork.of(remoteAddress);
        known.invalidate(new Entry(address, credential));
        if (properties.failedAuthentications() == 0) {
            return Optional.empty();
        }
        var probe = tries.get(address, a -> newBucket()).tryConsumeAndReturnRemaining(1);
        return probe.isConsumed() ? Optional.empty() : Optional.of(waitOf(probe.getNanosToWaitForRefill()));
    }

    /** Remembers the credential. If others used up the tries meanwhile, how long to wait instead of being let in. */
    Optional<Duration> succeeded(String remoteAddress, KeyHash credential) {
        Entry entry = new Entry(RemoteNetwork.of(remoteAddress), credential);
        if (known.getIfPresent(entry) != null) {
            return Optional.empty();
        }
        Optional<Duration> refusal = untilTry(entry.address());
        if (refusal.isEmpty()) {
            known.put(entry, true);
        }
        return refusal;
    }

    private Optional<Duration> untilTry(String address) {
        Bucket left = tries.getIfPresent(address);
        if (left == null) {
            return Optional.empty();
        }
        var probe = left.estimateAbilityToConsume(1);
        return probe.canBeConsumed() ? Optional.empty() : Optional.of(waitOf(probe.getNanosToWaitForRefill()));
    }

    private static Duration waitOf(long nanos) {
        return Duration.ofNanos(Math.max(1, nanos));
    }

    private Bucket newBucket() {
        return Bucket.builder()
                .addLimit(limit -> limit.capacity(properties.failedAuthentications())
                        .refillGreedy(1, properties.failedAuthenticationsEvery()))
                .withCustomTimePrecision(time)
                .build();
    }
}
