package io.caxton.server.security;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What is kept of a credential instead of the credential: its SHA-256. Keys are random and long, so that no slow hash is
 * needed; and looking one up by its hash tells nothing, by the time it takes, of any other key.
 */
record KeyHash(String hex) {
    static KeyHash of(String credential) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            return new KeyHash(HexFormat.of().formatHex(sha256.digest(credential.getBytes(StandardCharsets.UTF_8))));
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
