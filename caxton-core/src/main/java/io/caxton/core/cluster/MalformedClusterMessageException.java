package io.caxton.core.cluster;

/** Bytes from another node that are no digest and no deltas. Says what is wrong, not what they hold. */
public final class MalformedClusterMessageException extends RuntimeException {
    MalformedClusterMessageException(String message) {
        super(message);
    }

    MalformedClusterMessageException(String message, Throwable cause) {
        super(message, cause);
    }
}
