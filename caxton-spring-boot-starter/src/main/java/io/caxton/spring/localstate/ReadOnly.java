package io.caxton.spring.localstate;

/** What a read-only work is told that writes. */
final class ReadOnly {
    private ReadOnly() {}

    static UnsupportedOperationException refused() {
        return new UnsupportedOperationException("a read-only work must not write");
    }
}
