package io.caxton.spring.peer;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Keys made of a key: HKDF with SHA-256 (RFC 5869), which the platform has from JDK 25 on only. */
final class Hkdf {
    /** Bytes of a MAC, and of what is extracted. */
    static final int HASH = 32;

    private static final String HMAC = "HmacSHA256";
    private static final int MOST_BLOCKS = 255;

    private Hkdf() {}

    /** Section 2.2. */
    static byte[] extract(byte[] salt, byte[] secret) {
        return mac(salt.length == 0 ? new byte[HASH] : salt, secret);
    }

    /**
     * Section 2.3.
     *
     * @throws IllegalArgumentException if there are to be more than 8,160 bytes
     */
    static byte[] expand(byte[] extracted, byte[] info, int length) {
        int blocks = (length + HASH - 1) / HASH;
        if (length < 1 || blocks > MOST_BLOCKS) {
            throw new IllegalArgumentException("HKDF makes 1 to " + MOST_BLOCKS * HASH + " bytes, not " + length);
        }
        byte[] all = new byte[blocks * HASH];
        byte[] block = new byte[0];
        for (int i = 1; i <= blocks; i++) {
            block = mac(extracted, block, info, new byte[] {(byte) i});
            System.arraycopy(block, 0, all, (i - 1) * HASH, HASH);
        }
        return Arrays.copyOf(all, length);
    }

    /** HMAC-SHA256 of all parts, one after the other. */
    static byte[] mac(byte[] key, byte[]... parts) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(key, HMAC));
            for (byte[] part : parts) {
                mac.update(part);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java platform has " + HMAC, impossible);
        }
    }
}
