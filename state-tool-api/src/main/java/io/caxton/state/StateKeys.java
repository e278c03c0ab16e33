package io.caxton.state;

import java.util.Comparator;
import java.util.regex.Pattern;

/** Facts about keys, versions and namespaces that every backend needs. */
public final class StateKeys {

    /** The order of keys: by UTF-8 bytes, which is by code points, and not the order of {@code String.compareTo}. */
    public static final Comparator<String> UTF8_ORDER = StateKeys::compareUtf8;

    /** Longest version a backend may report. */
    public static final int MAX_VERSION_LENGTH = 128;

    /** Returned by {@link #utf8Length} for a text with a lone surrogate. */
    public static final int NOT_UNICODE = -1;

    /** RFC 9110 {@code etagc} without quote, backslash, comma and non-ASCII. */
    private static final Pattern VERSION = Pattern.compile("[!#-+\\--\\[\\]-~]{1," + MAX_VERSION_LENGTH + "}");

    private static final Pattern NAMESPACE = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");

    private StateKeys() {}

    /** UTF-8 bytes of a text without encoding it, or {@link #NOT_UNICODE}. */
    public static int utf8Length(String text) {
        int bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                bytes += 1;
            } else if (c < 0x800) {
                bytes += 2;
            } else if (!Character.isSurrogate(c)) {
                bytes += 3;
            } else if (Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                bytes += 4;
                i++;
            } else {
                return NOT_UNICODE;
            }
        }
        return bytes;
    }

    /** Whether a text has the shape of a version. */
    public static boolean isVersion(String text) {
        return VERSION.matcher(text).matches();
    }

    static boolean isNamespace(String text) {
        return NAMESPACE.matcher(text).matches();
    }

    private static int compareUtf8(String left, String right) {
        int common = Math.min(left.length(), right.length());
        for (int i = 0; i < common; i++) {
            char a = left.charAt(i);
            char b = right.charAt(i);
            if (a != b) {
                boolean highA = Character.isSurrogate(a);
                boolean highB = Character.isSurrogate(b);
                return highA == highB ? Character.compare(a, b) : (highA ? 1 : -1);
            }
        }
        return Integer.compare(left.length(), right.length());
    }
}
