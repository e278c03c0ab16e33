package io.caxton.spring.gateway;

import java.time.Duration;

/** A message is stored here and will be delivered, but no other node has a copy of it. To be repeated with the same id. */
public final class NoSecondCopyException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final Duration SOON = Duration.ofSeconds(2);

    public NoSecondCopyException(String messageId) {
        super("the message " + messageId
                + " is stored at this node only: no other node could be reached that has room for a copy; repeat it with"
                + " the same message_id or Idempotency-Key");
    }

    /** When it may be worth trying again. */
    public Duration retryAfter() {
        return SOON;
    }
}
