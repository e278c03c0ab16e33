package io.caxton.spring.cluster;

import io.caxton.swim.ByteString;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** What a key is called where it must not be shown: the first half of its SHA-256, in hexadecimal. */
final class KeyFingerprint {
    /** What it looks like. */
    static final String PATTERN = "[0-9a-f]{32}";

    private static final int BYTES = 16;

    private KeyFingerprint() {}

    static String of(ByteString key) {
        return of(List.of(key));
    }

    /** Of several keys and their order. */
    static String of(List<ByteString> keys) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (ByteString key : keys) {
                digest.update(key.toByteArray());
                if (keys.size() > 1) {
                    digest.update((byte) key.size());
                }
            }
            return HexFormat.of().formatHex(digest.digest(), 0, BYTES);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
