package io.caxton.benchmarks.reply;

import java.util.concurrent.CompletableFuture;

/** Something that carries a request of 1 KiB to another agent and its reply, as large, back. */
interface Side extends AutoCloseable {
    /** What it is and what it promises, as the table names it. */
    String label();

    /** Asks; completes when the reply has arrived. What else the exchange takes goes on by itself. */
    CompletableFuture<Void> ask();

    @Override
    void close() throws Exception;
}
