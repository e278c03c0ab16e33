package io.caxton.core.copies;

import org.jspecify.annotations.Nullable;

/** Bytes from another node that are nothing about copies. Says what is wrong, not what they hold. */
public final class MalformedCopyException extends RuntimeException {
    MalformedCopyException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
