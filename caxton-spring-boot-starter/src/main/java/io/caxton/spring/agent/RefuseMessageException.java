package io.caxton.spring.agent;

/** Thrown by a handler that will never handle this message: it ends {@code refused} and its sender is told why. */
public final class RefuseMessageException extends RuntimeException {
    /** @param reason what the sender is told; recorded in the message's history */
    public RefuseMessageException(String reason) {
        super(reason);
    }
}
