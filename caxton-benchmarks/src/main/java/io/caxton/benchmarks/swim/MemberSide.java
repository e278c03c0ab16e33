package io.caxton.benchmarks.swim;

import java.io.IOException;
import java.util.List;

/** Members of one kind, each group of them in processes of its own. */
interface MemberSide extends AutoCloseable {
    /** Starts all at once; returns their names. */
    List<String> start(Sightings sightings) throws IOException;

    /** Ends one as by kill -9; which one, and when. */
    Killed kill() throws IOException;

    /** Who it was, and when. */
    record Killed(String name, long atNanos) {}

    /** Stops a quarter of them (SIGSTOP); returns their names. */
    List<String> pause() throws IOException, InterruptedException;

    /** Lets those go on. */
    void resume() throws IOException, InterruptedException;

    /** Processor time so far. */
    double cpuSeconds();

    @Override
    void close() throws IOException;
}
