package io.caxton.spring.observability;

import io.caxton.spring.cluster.ProbeListener;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;

/** Measures how fast members answer. */
final class ProbeTimer implements ProbeListener {
    private final Timer timer;

    ProbeTimer(MeterRegistry meters) {
        timer = Timer.builder("caxton.cluster.probe")
                .description("From a probe to its answer")
                .register(meters);
    }

    @Override
    public void onAnswer(Duration roundTrip) {
        timer.record(roundTrip);
    }
}
