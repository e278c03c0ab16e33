package io.caxton.swim.wire;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What tells a cluster's packets and streams from those of others. To change it, make new codecs.
 *
 * @param label in front of all that is said, so that clusters do not mix by mistake; empty for none, at most {@value
 *     #MAX_LABEL} bytes of UTF-8
 * @param ring the keys; without it nothing is encrypted
 * @param verifyIncoming whether what is not encrypted is refused; false only while encryption is rolled out
 * @param verifyOutgoing whether what is sent is encrypted; false only while encryption is rolled out
 * @param nonces fills an array with random bytes that nobody can foretell, as {@code SecureRandom.nextBytes} does: two
 *     messages with one nonce and one key would betray each other
 */
public record Security(
        String label, Optional<KeyRing> ring, boolean verifyIncoming, boolean verifyOutgoing, Consumer<byte[]> nonces) {
    /** The length of a label is told in a byte. */
    public static final int MAX_LABEL = 255;

    public Security {
        int size = label.getBytes(StandardCharsets.UTF_8).length;
        if (size > MAX_LABEL) {
            throw new IllegalArgumentException("label must have at most " + MAX_LABEL + " bytes, not " + size);
        }
    }

    /** No label and no encryption. */
    public static Security none() {
        return new Security("", Optional.empty(), true, true, bytes -> {
            throw new IllegalStateException("nothing is encrypted without a key ring");
        });
    }

    /** Everything is encrypted, both ways. */
    public static Security encrypted(KeyRing ring, Consumer<byte[]> nonces) {
        return new Security("", Optional.of(ring), true, true, nonces);
    }

    public Security withLabel(String otherLabel) {
        return new Security(otherLabel, ring, verifyIncoming, verifyOutgoing, nonces);
    }

    /** The same with other keys, of a cluster that is encrypted already. */
    public Security withRing(KeyRing otherRing) {
        return new Security(label, Optional.of(otherRing), verifyIncoming, verifyOutgoing, nonces);
    }

    /** The keys to encrypt with, if that is to be done. */
    Optional<KeyRing> outgoingRing() {
        return verifyOutgoing ? ring : Optional.empty();
    }
}
