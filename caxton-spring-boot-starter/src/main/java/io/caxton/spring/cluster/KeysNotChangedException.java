package io.caxton.spring.cluster;

/** This node cannot do with its keys what was asked; nobody else was asked. The message says why, without a key. */
public final class KeysNotChangedException extends RuntimeException {
    KeysNotChangedException(String reason) {
        super(reason);
    }
}
