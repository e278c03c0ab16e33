package io.caxton.core.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.caxton.core.message.Envelope;
import io.caxton.core.message.Message;
import java.util.Optional;

/** A message that asks to be accepted. Its envelope is written when it is made, on the thread of whoever sends it. */
public final class Submission {
    private final Envelope envelope;
    private final long sizeBytes;
    private final Optional<String> idempotencyKey;
    private final String fingerprint;

    /**
     * A message as a door has read it.
     *
     * @param sizeBytes the UTF-8 length of its content as JSON
     * @param idempotencyKey recognises a repeated request of the same sender
     * @param fingerprint equal for equal requests; empty if it cannot be repeated under the same id
     */
    public Submission(Message message, long sizeBytes, Optional<String> idempotencyKey, String fingerprint) {
        this.envelope = Envelope.of(message);
        this.sizeBytes = sizeBytes;
        this.idempotencyKey = idempotencyKey;
        this.fingerprint = fingerprint;
    }

    /** A message without idempotency, as the node and in-process agents send them. */
    public static Submission of(Message message) {
        return new Submission(message, message.content().toString().getBytes(UTF_8).length, Optional.empty(), "");
    }

    public Message message() {
        return envelope.message();
    }

    public Envelope envelope() {
        return envelope;
    }

    public long sizeBytes() {
        return sizeBytes;
    }

    public Optional<String> idempotencyKey() {
        return idempotencyKey;
    }

    public String fingerprint() {
        return fingerprint;
    }
}
