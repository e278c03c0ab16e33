package io.caxton.core.request;

import java.time.Duration;

/**
 * What a request may hold at most. Each bound is inclusive.
 *
 * @param maxContentBytes UTF-8 bytes of a message's content as compact JSON
 * @param maxBatchMessages messages in one batch
 * @param maxHeaders headers of a message
 * @param maxFallbackVersions versions to fall back to
 * @param maxCapabilities capabilities of an instance
 * @param maxMetadata metadata entries of an instance
 * @param maxInFlight what an instance may ask to have leased at once
 * @param maxLease the longest lease of an instance or a message
 * @param maxWait how long a receiver may ask to wait for messages, and a sender for a reply
 * @param maxPage entries of a page of any list
 */
public record RequestLimits(
        long maxContentBytes,
        int maxBatchMessages,
        int maxHeaders,
        int maxFallbackVersions,
        int maxCapabilities,
        int maxMetadata,
        int maxInFlight,
        Duration maxLease,
        Duration maxWait,
        int maxPage) {

    /** Characters of an identifier: a message, a conversation, an idempotency key is a little longer. */
    public static final int MAX_ID = 128;

    public static final int MAX_IDEMPOTENCY_KEY = 255;

    /** Arrays and objects inside each other, the request's own included. */
    public static final int MAX_DEPTH = 200;

    /** Digits of a number: parsing takes time quadratic in them. */
    public static final int MAX_NUMBER_LENGTH = 1000;

    /** Values, names and brackets of one document: as a tree, each takes some hundred bytes. */
    public static final long MAX_TOKENS = 1_000_000;

    /** What a request may add to a content or a value: its other fields, white space, escapes. */
    public static final long ENVELOPE_BYTES = 6L << 20;

    public static final Duration MIN_LEASE = Duration.ofSeconds(1);

    public static final RequestLimits DEFAULT = new RequestLimits(
            10L << 20, 1_000, 32, 16, 100, 32, 1_000, Duration.ofHours(24), Duration.ofSeconds(60), 1_000);

    /** The same with the bounds that a node lets its operator set. */
    public RequestLimits with(long contentBytes, int batchMessages, Duration wait, int page) {
        return new RequestLimits(
                contentBytes,
                batchMessages,
                maxHeaders,
                maxFallbackVersions,
                maxCapabilities,
                maxMetadata,
                maxInFlight,
                maxLease,
                wait,
                page);
    }
}
