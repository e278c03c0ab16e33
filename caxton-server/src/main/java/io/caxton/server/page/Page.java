package io.caxton.server.page;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * A page of things that have positions.
 *
 * @param last the position of the last one if there are more; null if not
 */
public record Page<T>(List<T> items, @Nullable String last) {
    /** Read at a time at most. */
    private static final int LONGEST_STEP = 10;

    /** What a page weighs at most before it ends early; a single larger item still goes. */
    public static final long MAX_BYTES = 16L << 20;

    /** Where the things come from: those with a position above {@code after}, in order. */
    @FunctionalInterface
    public interface Source<T> {
        List<T> after(long after, int limit);
    }

    /**
     * Collects a page until it is long or heavy enough. Things that share a position stay on one page, because the next
     * page starts behind it.
     *
     * @param from the position behind which the page starts
     * @param maxBytes what it weighs at most before it ends early; a single larger item still goes
     */
    public static <T> Page<T> collect(
            int limit,
            long maxBytes,
            long from,
            Source<T> source,
            ToLongFunction<T> position,
            ToLongFunction<T> sizeBytes) {
        List<T> items = new ArrayList<>();
        long after = from;
        long bytes = 0;
        long largest = 1;
        int step = 1;
        while (items.size() < limit && bytes < maxBytes) {
            List<T> found = whole(source, after, Math.min(step, limit - items.size()), position);
            if (found.isEmpty()) {
                return new Page<>(items, null);
            }
            items.addAll(found);
            bytes += found.stream().mapToLong(sizeBytes).sum();
            largest = found.stream().mapToLong(sizeBytes).reduce(largest, Math::max);
            step = nextStep(step, (maxBytes - bytes) / largest);
            after = position.applyAsLong(found.get(found.size() - 1));
        }
        boolean more = !source.after(after, 1).isEmpty();
        return new Page<>(items, more ? Long.toString(after) : null);
    }

    /** No more than fits if the next are as large as the largest so far; begun with one and doubled, since they may be larger. */
    private static int nextStep(int step, long fitting) {
        return (int) Math.max(1, Math.min(fitting, Math.min(2L * step, LONGEST_STEP)));
    }

    /** About as many as asked for, but never only some of those that share a position. */
    private static <T> List<T> whole(Source<T> source, long after, int limit, ToLongFunction<T> position) {
        int asked = limit + 1;
        while (true) {
            List<T> found = source.after(after, asked);
            if (found.size() < asked) {
                return found;
            }
            long cut = position.applyAsLong(found.get(found.size() - 1));
            List<T> complete =
                    found.stream().filter(f -> position.applyAsLong(f) < cut).toList();
            if (!complete.isEmpty()) {
                return complete;
            }
            asked *= 2;
        }
    }
}
