package io.caxton.spring.gateway;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * What was done in memory and is yet to be written. A work that asks for all of an instance, or for all there is, is given
 * to the local state after {@link #flush}: it then finds everything that was done before.
 */
public final class WriteBehind {
    private final List<Runnable> owners = new CopyOnWriteArrayList<>();

    /** @param writing gives the local state what it does not know yet; called on any thread, must not wait */
    void add(Runnable writing) {
        owners.add(writing);
    }

    /** Gives the local state all that it does not know yet, ahead of works that are given to it from now on. */
    void flush() {
        owners.forEach(Runnable::run);
    }
}
