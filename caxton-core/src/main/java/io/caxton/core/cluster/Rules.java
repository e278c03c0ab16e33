package io.caxton.core.cluster;

/**
 * What identifiers, numbers and texts from other nodes may be. Each check throws {@link IllegalArgumentException}, and makes its
 * message only then: a digest of a large cluster takes thousands of checks, an agent hundreds.
 */
final class Rules {
    /** Characters of the id of a node or an agent, each one byte. */
    static final int MAX_ID = 128;

    /** The highest epoch, counter and fencing number: far from overflow, and nobody counts so far. */
    static final long MAX_NUMBER = 1L << 60;

    private Rules() {}

    static void require(boolean right, String what) {
        if (!right) {
            throw new IllegalArgumentException(what);
        }
    }

    static void id(String field, String id) {
        if (id.isEmpty() || id.length() > MAX_ID) {
            throw new IllegalArgumentException(field + " must have 1 to " + MAX_ID + " characters");
        }
        for (int i = 0; i < id.length(); i++) {
            char c = id.charAt(i);
            if (c <= ' ' || c >= 0x7f) {
                throw new IllegalArgumentException(field + " must have printable ASCII characters only");
            }
        }
    }

    /** Up to so many characters of Unicode, on any number of lines. */
    static void text(String field, String text, int max) {
        if (text.length() > max) {
            throw new IllegalArgumentException(field + " must have at most " + max + " characters");
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isISOControl(c) && !isLayout(c)) {
                throw new IllegalArgumentException(field + " must not have control characters");
            }
            if (Character.isSurrogate(c)) {
                require(
                        Character.isHighSurrogate(c)
                                && i + 1 < text.length()
                                && Character.isLowSurrogate(text.charAt(i + 1)),
                        field + " has half a surrogate pair");
                i++;
            }
        }
    }

    private static boolean isLayout(char c) {
        return c == '\n' || c == '\r' || c == '\t';
    }

    static void number(String field, long number, long min, long max) {
        if (number < min || number > max) {
            throw new IllegalArgumentException(field + " must be from " + min + " to " + max);
        }
    }

    /** Bytes of a text in UTF-8; every text here is whole Unicode. */
    static int utf8(String text) {
        int bytes = text.length();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                // A pair of surrogates takes four bytes: two for each.
                bytes += c >= 0x800 && !Character.isSurrogate(c) ? 2 : 1;
            }
        }
        return bytes;
    }
}
