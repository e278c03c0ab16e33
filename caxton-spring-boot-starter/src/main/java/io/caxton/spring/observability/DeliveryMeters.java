package io.caxton.spring.observability;

import io.caxton.core.delivery.Delivery;
import io.caxton.core.delivery.DeliveryState;
import io.caxton.core.engine.AcceptResult;
import io.caxton.core.engine.AcceptResult.Accepted;
import io.caxton.core.engine.EngineListener;
import io.caxton.core.message.WireNames;
import io.caxton.core.storage.StoredMessage;
import io.caxton.spring.gateway.SendListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Counts messages on their way. Tags have a fixed set of values: never a name, an id or a conversation. */
final class DeliveryMeters implements EngineListener, SendListener {
    private final Counter accepted;
    private final Counter delivered;
    private final Timer wait;
    private final Timer routing;
    private final Timer sendAccepted;
    private final Timer sendRejected;
    private final Timer sendFailed;
    private final Map<DeliveryState, Counter> finished = new EnumMap<>(DeliveryState.class);

    DeliveryMeters(MeterRegistry meters) {
        accepted = Counter.builder("caxton.messages.accepted")
                .description("Messages accepted durably, notices of the node included")
                .register(meters);
        delivered = Counter.builder("caxton.deliveries.delivered")
                .description("Times a message was handed to a receiver, repeats included")
                .register(meters);
        wait = Timer.builder("caxton.delivery.wait")
                .description("From when a message could be handed out until it was")
                .register(meters);
        routing = Timer.builder("caxton.routing")
                .description("Checking a submission, choosing its receivers and putting it into their mailboxes")
                .register(meters);
        sendAccepted = sendTimer(meters, "accepted");
        sendRejected = sendTimer(meters, "rejected");
        sendFailed = sendTimer(meters, "failed");
        for (DeliveryState outcome : DeliveryState.values()) {
            if (outcome.isFinal()) {
                finished.put(
                        outcome,
                        Counter.builder("caxton.deliveries.finished")
                                .description("Deliveries that reached their outcome")
                                .tag("outcome", WireNames.of(outcome))
                                .register(meters));
            }
        }
    }

    private static Timer sendTimer(MeterRegistry meters, String result) {
        return Timer.builder("caxton.send")
                .description("From a submission until its answer: routed, stored and flushed to disk")
                .tag("result", result)
                .register(meters);
    }

    @Override
    public void onRouted(Duration took) {
        routing.record(took);
    }

    @Override
    public void accepted(StoredMessage message) {
        accepted.increment();
    }

    @Override
    public void delivered(Delivery delivery, Duration waited) {
        delivered.increment();
        wait.record(waited);
    }

    @Override
    public void finished(Delivery delivery) {
        Objects.requireNonNull(finished.get(delivery.state())).increment();
    }

    @Override
    public void onSent(Optional<AcceptResult> result, Duration took) {
        Timer timer = result.isEmpty() ? sendFailed : result.get() instanceof Accepted ? sendAccepted : sendRejected;
        timer.record(took);
    }
}
