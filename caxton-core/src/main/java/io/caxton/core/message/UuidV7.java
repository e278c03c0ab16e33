package io.caxton.core.message;

import java.time.Instant;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** Time-ordered identifiers (RFC 9562, section 5.7). */
public final class UuidV7 {
    private UuidV7() {}

    /** A new identifier: 48 bits of Unix milliseconds, version and variant, 74 bits from {@code random}. */
    public static String next(Instant now, RandomGenerator random) {
        long high = (now.toEpochMilli() << 16) | 0x7000L | (random.nextLong() & 0x0FFFL);
        long low = (random.nextLong() & 0x3FFFFFFFFFFFFFFFL) | 0x8000000000000000L;
        return new UUID(high, low).toString();
    }
}
