package io.caxton.simulation.cluster;

import io.caxton.simulation.Timeline;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** What a process runs on, from its start to its end: while it is paused nothing happens in it, and what should have waits. */
final class Computer {
    private final Timeline timeline;
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private boolean paused;
    private boolean running = true;

    Computer(Timeline timeline) {
        this.timeline = timeline;
    }

    boolean isRunning() {
        return running;
    }

    boolean isPaused() {
        return paused;
    }

    /** How many steps wait for the end of a pause. */
    int waiting() {
        return waiting.size();
    }

    void pause() {
        paused = true;
    }

    void resume() {
        paused = false;
        while (!waiting.isEmpty() && running && !paused) {
            waiting.remove().run();
        }
    }

    void stop() {
        running = false;
        waiting.clear();
    }

    /** Does something now, or when it is not paused any more; never if it has ended. */
    void run(Runnable step) {
        if (running && paused) {
            waiting.add(step);
        } else if (running) {
            step.run();
        }
    }

    void after(Duration wait, Runnable step) {
        timeline.after(wait, () -> run(step));
    }
}
