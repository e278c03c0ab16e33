package io.caxton.state;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A page of keys.
 *
 * @param keys distinct, in the order of their UTF-8 bytes, each greater than every key of the pages before
 * @param nextCursor asks for the page after this one; empty at the end. URL-safe, good for its prefix alone, and valid
 *     also on another tool of the same store
 */
public record KeyPage(List<String> keys, Optional<String> nextCursor) {

    public KeyPage {
        keys = List.copyOf(keys);
        Objects.requireNonNull(nextCursor, "nextCursor");
    }
}
