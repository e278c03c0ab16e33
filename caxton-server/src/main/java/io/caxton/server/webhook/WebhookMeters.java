package io.caxton.server.webhook;

import io.caxton.server.webhook.Verdict.Handled;
import io.caxton.server.webhook.Verdict.Refused;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;

/** Counts posts. */
final class WebhookMeters {
    private final Counter handled;
    private final Counter refused;
    private final Counter failed;
    private final Timer duration;

    WebhookMeters(MeterRegistry meters, Slots slots) {
        handled = counter(meters, "handled");
        refused = counter(meters, "refused");
        failed = counter(meters, "failed");
        duration = Timer.builder("caxton.webhook.duration")
                .description("From the start of a post to the end of its answer")
                .register(meters);
        Gauge.builder("caxton.webhook.in.flight", slots, Slots::taken)
                .description("Posts that are under way")
                .baseUnit("posts")
                .register(meters);
    }

    private static Counter counter(MeterRegistry meters, String outcome) {
        return Counter.builder("caxton.webhook.posts")
                .description("Posts by what they meant for their message; failed ones are tried again")
                .tag("outcome", outcome)
                .register(meters);
    }

    void posted(Verdict verdict, Duration took) {
        (verdict instanceof Handled ? handled : verdict instanceof Refused ? refused : failed).increment();
        duration.record(took);
    }
}
