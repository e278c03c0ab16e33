package io.caxton.core.cluster;

import org.jspecify.annotations.Nullable;

/** Bytes from another node that are no digest and no deltas. Says what is wrong, not what they hold. */
public final class MalformedClusterMessageException extends RuntimeException {
    MalformedClusterMessageException(String message) {
        super(message);
    }

    MalformedClusterMessageException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    static RuntimeException of(String message, @Nullable Throwable cause) {
        return new MalformedClusterMessageException(message, cause);
    }
}
