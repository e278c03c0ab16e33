package io.caxton.state;

import java.util.Objects;
import java.util.Optional;

/**
 * A page of keys to list.
 *
 * @param prefix literal; the empty prefix asks for all keys
 * @param limit 1 to {@link StateToolLimits#maxPageKeys()}
 * @param cursor {@link KeyPage#nextCursor()} of the page before, for the same prefix; empty for the first page
 */
public record ListRequest(String prefix, int limit, Optional<String> cursor) {

    /** Page size when none is asked for. */
    public static final int DEFAULT_LIMIT = 100;

    public ListRequest {
        Objects.requireNonNull(prefix, "prefix");
        Objects.requireNonNull(cursor, "cursor");
    }

    /** The first page of {@value #DEFAULT_LIMIT} keys. */
    public static ListRequest of(String prefix) {
        return new ListRequest(prefix, DEFAULT_LIMIT, Optional.empty());
    }

    public ListRequest withLimit(int keys) {
        return new ListRequest(prefix, keys, cursor);
    }

    public ListRequest withCursor(String next) {
        return new ListRequest(prefix, limit, Optional.of(next));
    }

    ListRequest withPrefix(String otherPrefix) {
        return new ListRequest(otherPrefix, limit, cursor);
    }
}
