package io.caxton.core.cluster;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.List;

/**
 * What a node knows of all nodes' agents, in 16 bytes: two nodes with equal ones lack nothing of each other. Of nodes that have
 * left, or of which nothing is known yet, it says nothing, nor of removals that may be forgotten.
 */
public record Summary(long high, long low) {
    /** Bytes it has. */
    static final int BYTES = 16;

    static Summary of(Digest digest) {
        MessageDigest hash = sha256();
        List<Digest.Line> known = digest.lines().stream()
                .filter(line -> !line.isForgotten() && line.epoch() > 0)
                .sorted(Comparator.comparing(Digest.Line::origin))
                .toList();
        ByteBuffer numbers = ByteBuffer.allocate(2 * Long.BYTES);
        for (Digest.Line line : known) {
            hash.update(line.origin().getBytes(StandardCharsets.US_ASCII));
            numbers.clear();
            // Ids have no byte below 33, which an epoch begins with: no two digests are one text.
            hash.update(numbers.putLong(line.epoch()).putLong(line.counter()).array());
        }
        ByteBuffer first = ByteBuffer.wrap(hash.digest());
        return new Summary(first.getLong(), first.getLong());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
