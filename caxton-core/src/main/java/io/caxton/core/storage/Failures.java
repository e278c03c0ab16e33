package io.caxton.core.storage;

import java.util.concurrent.CompletionException;

/** What went wrong, as futures tell it. */
public final class Failures {
    private Failures() {}

    /** What a future failed with, also if it is told by one that depends on it. */
    public static Throwable causeOf(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
