package io.caxton.server.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A well-behaved client that asks a node again and again whether it is ready, and uses it. */
final class Readiness implements AutoCloseable {
    private static final int EVERY_MILLIS = 200;

    private final NodeAddress node;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
    private final AtomicInteger asked = new AtomicInteger();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();

    private Readiness(NodeAddress node) {
        this.node = node;
    }

    static Readiness watch(NodeAddress node) {
        Readiness readiness = new Readiness(node);
        var unused = readiness.thread.scheduleWithFixedDelay(readiness::ask, 0, EVERY_MILLIS, TimeUnit.MILLISECONDS);
        return readiness;
    }

    private void ask() {
        try {
            expect(200, node.ask(HttpText.of("GET", "/actuator/health/readiness")));
            expect(200, node.ask(HttpText.of("GET", "/api/v1/capabilities")));
            String value = "{\"n\":" + asked.get() + "}";
            expect(2, node.ask(HttpText.json("PUT", "/api/v1/state/well-behaved", value)));
        } catch (IOException failed) {
            failures.add(failed.toString());
        }
        asked.incrementAndGet();
    }

    private void expect(int status, HttpAnswer answer) {
        if (answer.status() != status && answer.status() / 100 != status) {
            failures.add(answer.status() + " " + answer.text());
        }
    }

    /** Waits until it has been served once more, and fails if it ever was not. */
    void requireServed() {
        int before = asked.get();
        while (asked.get() < before + 2) {
            Thread.onSpinWait();
        }
        assertThat(failures).isEmpty();
    }

    int asked() {
        return asked.get();
    }

    List<String> failures() {
        return List.copyOf(failures);
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
