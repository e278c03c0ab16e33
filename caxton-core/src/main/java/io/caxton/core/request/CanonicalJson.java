package io.caxton.core.request;

import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

/** JSON trees measured and compared without building their text. */
final class CanonicalJson {
    private static final JsonMapper PLAIN = JsonMapper.builder().build();
    private static final JsonMapper SORTED =
            JsonMapper.builder().enable(JsonNodeFeature.WRITE_PROPERTIES_SORTED).build();

    private CanonicalJson() {}

    /** UTF-8 bytes of the compact text. */
    static long sizeBytes(JsonNode json) {
        CountingStream counter = new CountingStream();
        PLAIN.writeValue(counter, json);
        return counter.bytes;
    }

    /** SHA-256, in hex, of the compact text with the members of each object in order: equal for equal requests. */
    static String fingerprint(JsonNode json) {
        MessageDigest digest = sha256();
        SORTED.writeValue(new DigestOutputStream(OutputStream.nullOutputStream(), digest), json);
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException everyJvmHasIt) {
            throw new IllegalStateException(everyJvmHasIt);
        }
    }

    private static final class CountingStream extends OutputStream {
        private long bytes;

        @Override
        public void write(int b) {
            bytes++;
        }

        @Override
        public void write(byte[] buffer, int offset, int length) {
            bytes += length;
        }
    }
}
