package io.caxton.core.forward;

import org.jspecify.annotations.Nullable;

/** Bytes from another node that are no forwards, answers or outcomes. Says what is wrong, not what they hold. */
public final class MalformedForwardException extends RuntimeException {
    MalformedForwardException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
