package io.caxton.core.storage;

/** A unit of work: all of it happens or none of it. Must not block and must not keep the transaction. */
@FunctionalInterface
public interface Work<T> {
    T run(Transaction transaction);
}
