package io.caxton.state;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/**
 * A place in a listing: the last key given, bound to its prefix by a digest. It is no secret and no proof. Whoever
 * forges one gains nothing, because the place must lie under the prefix and the listing never leaves it.
 */
final class StateCursor {

    private static final int DIGEST_BYTES = 12;

    private StateCursor() {}

    static String encode(String prefix, String lastKey) {
        byte[] key = lastKey.getBytes(StandardCharsets.UTF_8);
        byte[] digest = digest(prefix, key);
        byte[] cursor = Arrays.copyOf(digest, DIGEST_BYTES + key.length);
        System.arraycopy(key, 0, cursor, DIGEST_BYTES, key.length);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(cursor);
    }

    /** The last key given, or empty if the cursor was not made for this prefix. */
    static Optional<String> decode(String prefix, String cursor) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(cursor);
            if (bytes.length <= DIGEST_BYTES) {
                return Optional.empty();
            }
            byte[] key = Arrays.copyOfRange(bytes, DIGEST_BYTES, bytes.length);
            String lastKey = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(key))
                    .toString();
            boolean genuine = encode(prefix, lastKey).equals(cursor);
            return genuine && lastKey.startsWith(prefix) ? Optional.of(lastKey) : Optional.empty();
        } catch (IllegalArgumentException | CharacterCodingException notACursor) {
            return Optional.empty();
        }
    }

    private static byte[] digest(String prefix, byte[] key) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            byte[] prefixBytes = prefix.getBytes(StandardCharsets.UTF_8);
            sha256.update(ByteBuffer.allocate(4).putInt(prefixBytes.length).array());
            sha256.update(prefixBytes);
            sha256.update(key);
            return Arrays.copyOf(sha256.digest(), DIGEST_BYTES);
        } catch (NoSuchAlgorithmException everyJvmHasIt) {
            throw new IllegalStateException(everyJvmHasIt);
        }
    }
}
