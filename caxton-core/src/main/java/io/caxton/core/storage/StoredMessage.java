package io.caxton.core.storage;

import io.caxton.core.message.Message;
import java.time.Instant;

/**
 * A message as a node keeps it.
 *
 * @param position its place in the node's order of acceptance, from 1
 * @param acceptedAt when this node accepted it
 * @param sizeBytes what it counts against storage limits: the UTF-8 length of its JSON
 * @param fingerprint what tells a repeated request from another one under the same id; empty if the node made the id
 */
public record StoredMessage(Message message, long position, Instant acceptedAt, long sizeBytes, String fingerprint) {
    /** The same with its message as a receiver gets it, which carries another trace. */
    public StoredMessage with(Message other) {
        return new StoredMessage(other, position, acceptedAt, sizeBytes, fingerprint);
    }
}
