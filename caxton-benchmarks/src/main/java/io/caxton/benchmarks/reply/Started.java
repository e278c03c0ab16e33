package io.caxton.benchmarks.reply;

import java.util.ArrayDeque;
import java.util.Deque;

/** What was started, to be closed in the opposite order. */
final class Started implements AutoCloseable {
    private final Deque<AutoCloseable> all = new ArrayDeque<>();

    <T extends AutoCloseable> T add(T one) {
        all.push(one);
        return one;
    }

    @Override
    public void close() throws Exception {
        try {
            while (!all.isEmpty()) {
                all.pop().close();
            }
        } finally {
            if (!all.isEmpty()) {
                close();
            }
        }
    }
}
