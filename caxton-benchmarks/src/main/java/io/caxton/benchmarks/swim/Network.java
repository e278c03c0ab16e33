package io.caxton.benchmarks.swim;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Where members run: two places, between which a cable may be cut. */
interface Network extends AutoCloseable {
    /** One of them: 0 or 1. */
    Place place(int number);

    /** A place. */
    interface Place {
        /** What goes before a command so that it runs there. */
        List<String> enter();

        String ip();

        /** Of a port that nobody uses. */
        int freePort() throws IOException;
    }

    /** From now on nothing gets from one place to the other, and nobody is told so. */
    void cut() throws IOException, InterruptedException;

    /** Lets everything through again. */
    void heal() throws IOException, InterruptedException;

    /** What went over all cables so far, with the headers of IP and of what is below; empty if it cannot be told. */
    Optional<Sent> sent() throws IOException, InterruptedException;

    /** Packets and their bytes. */
    record Sent(long packets, long bytes) {
        Sent since(Sent before) {
            return new Sent(packets - before.packets, bytes - before.bytes);
        }

        Sent plus(Sent other) {
            return new Sent(packets + other.packets, bytes + other.bytes);
        }
    }

    @Override
    void close() throws IOException, InterruptedException;
}
