package io.caxton.spring.peer;

import io.caxton.core.agent.AgentName;
import io.caxton.swim.ByteString;
import io.caxton.swim.wire.KeyRing;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * How a node asks another for a session. It proves each key of its ring, so that the other finds one that both have while
 * keys are changed, and says nothing of them.
 *
 * @param nonce made for this session
 * @param client the node that asks
 * @param server the node it means
 * @param proofs one for each of its keys, the primary first; none if nothing is encrypted
 */
record Hello(ByteString nonce, String client, String server, List<ByteString> proofs) {
    /** Bytes of a nonce. */
    static final int NONCE = 32;

    /** No hello is longer. */
    static final int MAX_BYTES = 1024;

    private static final byte[] MAGIC = {'C', 'X', 'H', '1'};
    private static final byte[] PURPOSE = "caxton peer 1 hello".getBytes(StandardCharsets.US_ASCII);
    private static final Pattern NODE_ID = Pattern.compile(AgentName.PATTERN);

    static Hello of(ByteString nonce, String client, String server, List<ByteString> keys) {
        byte[] head = head(nonce, client, server);
        return new Hello(
                nonce,
                client,
                server,
                keys.stream().map(key -> proof(key, head)).toList());
    }

    private static byte[] head(ByteString nonce, String client, String server) {
        return ByteBuffer.allocate(MAGIC.length + NONCE + 2 + client.length() + server.length())
                .put(MAGIC)
                .put(nonce.toByteArray())
                .put(text(client))
                .put(text(server))
                .array();
    }

    private static byte[] text(String id) {
        byte[] bytes = id.getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(1 + bytes.length)
                .put((byte) bytes.length)
                .put(bytes)
                .array();
    }

    private static ByteString proof(ByteString key, byte[] head) {
        byte[] proving = Hkdf.expand(Hkdf.extract(new byte[0], key.toByteArray()), PURPOSE, Hkdf.HASH);
        return ByteString.of(Hkdf.mac(proving, head));
    }

    /** As it travels. */
    byte[] encoded() {
        byte[] head = head(nonce, client, server);
        ByteBuffer buffer = ByteBuffer.allocate(head.length + 1 + proofs.size() * Hkdf.HASH)
                .put(head)
                .put((byte) proofs.size());
        proofs.forEach(proof -> buffer.put(proof.toByteArray()));
        return buffer.array();
    }

    static Hello decode(byte[] bytes) throws RefusedException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        if (bytes.length > MAX_BYTES || !Arrays.equals(take(buffer, MAGIC.length), MAGIC)) {
            throw new RefusedException(Refusal.MALFORMED);
        }
        ByteString nonce = ByteString.of(take(buffer, NONCE));
        String client = nodeId(buffer);
        String server = nodeId(buffer);
        int count = take(buffer, 1)[0];
        if (count < 0 || count > KeyRing.MAX_KEYS || buffer.remaining() != count * Hkdf.HASH) {
            throw new RefusedException(Refusal.MALFORMED);
        }
        List<ByteString> proofs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            proofs.add(ByteString.of(take(buffer, Hkdf.HASH)));
        }
        return new Hello(nonce, client, server, proofs);
    }

    private static String nodeId(ByteBuffer buffer) throws RefusedException {
        int length = take(buffer, 1)[0];
        String id = new String(take(buffer, length), StandardCharsets.US_ASCII);
        if (!NODE_ID.matcher(id).matches()) {
            throw new RefusedException(Refusal.MALFORMED);
        }
        return id;
    }

    private static byte[] take(ByteBuffer buffer, int length) throws RefusedException {
        if (length < 0 || buffer.remaining() < length) {
            throw new RefusedException(Refusal.MALFORMED);
        }
        byte[] taken = new byte[length];
        buffer.get(taken);
        return taken;
    }

    /** Whether a node may be called so by its peers. */
    static boolean isNodeId(String id) {
        return NODE_ID.matcher(id).matches();
    }

    /** Which of its proofs is one of this key; empty if none is. */
    OptionalInt provenBy(ByteString key) {
        byte[] expected = proof(key, head(nonce, client, server)).toByteArray();
        for (int i = 0; i < proofs.size(); i++) {
            if (MessageDigest.isEqual(proofs.get(i).toByteArray(), expected)) {
                return OptionalInt.of(i);
            }
        }
        return OptionalInt.empty();
    }
}
