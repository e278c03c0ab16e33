package io.caxton.spring.gateway;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** What one connection has set the clock for. Closing it takes all of that back, so that nothing holds on to the connection. */
public final class Alarms implements AutoCloseable {
    private final NodeClock clock;
    private final Set<Alarm> pending = new HashSet<>();
    private boolean closed;

    public Alarms(NodeClock clock) {
        this.clock = clock;
    }

    private final class Alarm implements Runnable {
        private final Runnable action;
        private @Nullable Future<?> scheduled;

        Alarm(Runnable action) {
            this.action = action;
        }

        @Override
        public void run() {
            synchronized (Alarms.this) {
                pending.remove(this);
            }
            action.run();
        }
    }

    /** Runs an action after a while, as {@link NodeClock#after} does. Nothing happens once closed. */
    public synchronized void after(Duration wait, Runnable action) {
        if (!closed) {
            Alarm alarm = new Alarm(action);
            pending.add(alarm);
            alarm.scheduled = clock.schedule(wait, alarm);
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        for (Alarm alarm : pending) {
            if (alarm.scheduled != null) {
                alarm.scheduled.cancel(false);
            }
        }
        pending.clear();
    }
}
