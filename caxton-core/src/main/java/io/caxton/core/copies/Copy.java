package io.caxton.core.copies;

import io.caxton.core.agent.AgentName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A message as its owner, the node that accepted it, has stored it, for those that are still to handle it. */
public final class Copy {
    private final String messageId;
    private final List<AgentName> names;
    private final long position;
    private final Instant expiresAt;
    private final String fingerprint;
    private final Optional<String> idempotencyKey;
    private final byte[] json;

    /**
     * A copy.
     *
     * @param names who is still to handle it
     * @param position its place in the owner's order of acceptance
     * @param expiresAt its deadline
     * @param fingerprint what the owner tells a repeated request by; empty if it made the id
     * @param idempotencyKey the key that the message came with
     * @param json the message as it is stored; not to be changed
     */
    public Copy(
            String messageId,
            List<AgentName> names,
            long position,
            Instant expiresAt,
            String fingerprint,
            Optional<String> idempotencyKey,
            byte[] json) {
        this.messageId = messageId;
        this.names = List.copyOf(names);
        this.position = position;
        this.expiresAt = expiresAt;
        this.fingerprint = fingerprint;
        this.idempotencyKey = idempotencyKey;
        this.json = json;
    }

    public String messageId() {
        return messageId;
    }

    public List<AgentName> names() {
        return names;
    }

    public long position() {
        return position;
    }

    public Instant expiresAt() {
        return expiresAt;
    }

    public String fingerprint() {
        return fingerprint;
    }

    public Optional<String> idempotencyKey() {
        return idempotencyKey;
    }

    /** UTF-8; not to be changed. Empty once the copy was adopted, or if it is damaged. */
    public byte[] json() {
        return json;
    }

    /** What it counts against the bounds of whoever keeps it. */
    public long sizeBytes() {
        return json.length;
    }
}
