package io.caxton.state;

import java.time.Duration;

/**
 * The bounds a tool enforces; each is inclusive. Start from {@link #DEFAULTS} and narrow.
 *
 * @param maxKeyBytes UTF-8 bytes of a key or prefix
 * @param maxValueBytes UTF-8 bytes of a value as compact JSON
 * @param maxValueDepth arrays and objects inside each other
 * @param maxTtl longest time to live
 * @param maxPageKeys keys in one page
 * @param maxListedKeys keys that {@link McpStateTool#list(String)} returns
 * @param maxBatchItems items in one batch
 * @param maxBatchBytes UTF-8 bytes of all values stored by one batch
 */
public record StateToolLimits(
        int maxKeyBytes,
        int maxValueBytes,
        int maxValueDepth,
        Duration maxTtl,
        int maxPageKeys,
        int maxListedKeys,
        int maxBatchItems,
        int maxBatchBytes) {

    /** 1,024 bytes a key, 1 MiB a value, 200 deep, ten years, 1,000 a page, 100,000 listed, 100 items and 16 MiB a batch. */
    public static final StateToolLimits DEFAULTS =
            new StateToolLimits(1024, 1 << 20, 200, Duration.ofDays(3650), 1000, 100_000, 100, 16 << 20);

    /** Deepest nesting that may be configured: the codec recurses once per level. */
    public static final int DEEPEST = 1000;

    public StateToolLimits {
        requirePositive(maxKeyBytes, "maxKeyBytes");
        requirePositive(maxValueBytes, "maxValueBytes");
        requirePositive(maxValueDepth, "maxValueDepth");
        requirePositive(maxPageKeys, "maxPageKeys");
        requirePositive(maxListedKeys, "maxListedKeys");
        requirePositive(maxBatchItems, "maxBatchItems");
        requirePositive(maxBatchBytes, "maxBatchBytes");
        if (maxValueDepth > DEEPEST) {
            throw new IllegalArgumentException("maxValueDepth is at most " + DEEPEST);
        }
        if (maxTtl.isNegative() || maxTtl.isZero()) {
            throw new IllegalArgumentException("maxTtl must be positive");
        }
    }

    public StateToolLimits withMaxKeyBytes(int bytes) {
        return new StateToolLimits(
                bytes, maxValueBytes, maxValueDepth, maxTtl, maxPageKeys, maxListedKeys, maxBatchItems, maxBatchBytes);
    }

    public StateToolLimits withMaxValueBytes(int bytes) {
        return new StateToolLimits(
                maxKeyBytes, bytes, maxValueDepth, maxTtl, maxPageKeys, maxListedKeys, maxBatchItems, maxBatchBytes);
    }

    public StateToolLimits withMaxPageKeys(int keys) {
        return new StateToolLimits(
                maxKeyBytes, maxValueBytes, maxValueDepth, maxTtl, keys, maxListedKeys, maxBatchItems, maxBatchBytes);
    }

    public StateToolLimits withMaxListedKeys(int keys) {
        return new StateToolLimits(
                maxKeyBytes, maxValueBytes, maxValueDepth, maxTtl, maxPageKeys, keys, maxBatchItems, maxBatchBytes);
    }

    public StateToolLimits withMaxBatch(int items, int bytes) {
        return new StateToolLimits(
                maxKeyBytes, maxValueBytes, maxValueDepth, maxTtl, maxPageKeys, maxListedKeys, items, bytes);
    }

    private static void requirePositive(int value, String name) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " must be positive");
        }
    }
}
