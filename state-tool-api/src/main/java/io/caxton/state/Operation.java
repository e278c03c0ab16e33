package io.caxton.state;

/** The operation that failed, for {@link StateToolException#operation()}. */
public enum Operation {
    OPEN,
    STORE,
    RETRIEVE,
    EXISTS,
    DELETE,
    LIST,
    STORE_ALL,
    RETRIEVE_ALL,
    SCOPE,
    CLOSE,
    SWEEP
}
