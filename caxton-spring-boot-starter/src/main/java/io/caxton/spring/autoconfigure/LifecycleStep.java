package io.caxton.spring.autoconfigure;

import org.springframework.context.SmartLifecycle;

/** Something that is done once on start and once on stop. */
public final class LifecycleStep implements SmartLifecycle {
    private final int phase;
    private final Runnable onStart;
    private final Runnable onStop;
    private volatile boolean running;

    /** A step in one of the {@link CaxtonPhases}. */
    public LifecycleStep(int phase, Runnable onStart, Runnable onStop) {
        this.phase = phase;
        this.onStart = onStart;
        this.onStop = onStop;
    }

    @Override
    public void start() {
        running = true;
        onStart.run();
    }

    @Override
    public void stop() {
        running = false;
        onStop.run();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return phase;
    }

    /** A node that was stopped has let go of what it would need to start again. */
    @Override
    public boolean isPauseable() {
        return false;
    }
}
