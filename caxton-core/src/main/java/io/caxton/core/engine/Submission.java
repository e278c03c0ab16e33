package io.caxton.core.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.caxton.core.message.Message;
import java.util.Optional;

/**
 * A message that asks to be accepted.
 *
 * @param sizeBytes the UTF-8 length of its content as JSON
 * @param idempotencyKey recognises a repeated request of the same sender
 * @param fingerprint equal for equal requests; empty if it cannot be repeated under the same id
 */
public record Submission(Message message, long sizeBytes, Optional<String> idempotencyKey, String fingerprint) {
    /** A message without idempotency, as the node and in-process agents send them. */
    public static Submission of(Message message) {
        return new Submission(message, message.content().toString().getBytes(UTF_8).length, Optional.empty(), "");
    }
}
