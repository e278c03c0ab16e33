package io.caxton.benchmarks.registry;

import io.caxton.benchmarks.cluster.NodeCluster;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.json.JsonMapper;

/** An agent is registered at one node; the others are asked every half millisecond whether they list it. */
final class CaxtonRegistry implements SpreadSide {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final long PAUSE_NANOS = 500_000;

    private final NodeCluster cluster;
    private final ExecutorService observers;
    private final Arrivals arrivals = new Arrivals();
    private volatile boolean closed;

    CaxtonRegistry(Path folder, int nodes, int heapMiB) throws IOException, InterruptedException {
        this.cluster = NodeCluster.start(folder, nodes, new NodeCluster.Options(heapMiB, 1, List.of()));
        this.observers = Executors.newFixedThreadPool(nodes, task -> {
            Thread thread = new Thread(task, "asks for agents");
            thread.setDaemon(true);
            return thread;
        });
    }

    @Override
    public String label() {
        return "Caxton: an agent is listed";
    }

    @Override
    public Announcement announce(String name) throws IOException, InterruptedException {
        for (int i = 1; i < cluster.size(); i++) {
            int node = i;
            CompletableFuture<Void> observer = CompletableFuture.runAsync(() -> observe(node, name), observers);
            observer.exceptionally(failure -> {
                throw new IllegalStateException("a node could not be asked", failure);
            });
        }
        long asked = System.nanoTime();
        cluster.node(0).register(name, 1);
        long answered = System.nanoTime();
        return new Announcement(asked, answered, arrivals.await(name, cluster.size() - 1));
    }

    private void observe(int node, String name) {
        while (!closed && !isListed(node, name)) {
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        arrivals.seen(node, name);
    }

    private boolean isListed(int node, String name) {
        try {
            HttpResponse<String> answer = cluster.node(node).get("/api/v1/agents?name=" + name);
            return !JSON.readTree(answer.body()).required("agents").isEmpty();
        } catch (IOException failed) {
            throw new java.io.UncheckedIOException(failed);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        closed = true;
        observers.shutdown();
        cluster.close();
    }
}
