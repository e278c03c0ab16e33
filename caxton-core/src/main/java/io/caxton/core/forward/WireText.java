package io.caxton.core.forward;

/** What texts from other nodes may be. Each check throws {@link IllegalArgumentException}. */
final class WireText {
    /** Characters of an identifier. */
    static final int MAX_ID = 128;

    /** Characters of a reason; what is longer is cut. */
    static final int MAX_REASON = 1_000;

    private WireText() {}

    /** One of a node or an agent: printable ASCII without blanks. */
    static String id(String id) {
        if (id.isEmpty() || id.length() > MAX_ID || !id.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new IllegalArgumentException("has an id that is none");
        }
        return id;
    }

    /** One of a message, which its sender may have chosen. */
    static String messageId(String id) {
        if (id.isEmpty() || id.length() > MAX_ID || id.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("has the id of a message that is none");
        }
        return id;
    }

    static String clipped(String reason) {
        return reason.length() > MAX_REASON ? reason.substring(0, MAX_REASON) : reason;
    }
}
