package io.caxton.core.storage;

import org.jspecify.annotations.Nullable;

/** The local state cannot do what was asked. Nothing of the failed work is kept. */
public sealed class LocalStateException extends RuntimeException permits DamagedMessageException {
    /** Why, as far as a caller can act on it. */
    public enum Reason {
        /** The disk or the quota is full: free space, then try again. */
        STORAGE_FULL,
        /** Too much waits for the writer: try again later. */
        OVERLOADED,
        /** The node is stopping or stopped. */
        CLOSED,
        /** Any other failure of the store. */
        FAILED;

        /** Whether this is why something has failed, as a future or one that depends on it tells. Null is no failure. */
        public boolean isWhy(@Nullable Throwable failure) {
            @Nullable Throwable cause = failure == null ? null : Failures.causeOf(failure);
            return cause instanceof LocalStateException known && known.reason == this;
        }
    }

    private final Reason reason;

    public LocalStateException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public LocalStateException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
