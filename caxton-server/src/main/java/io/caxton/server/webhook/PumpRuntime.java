package io.caxton.server.webhook;

import io.caxton.spring.gateway.NodeClock;
import io.caxton.spring.gateway.PushGateway;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/** What all pumps share. */
record PumpRuntime(
        WebhookProperties properties,
        PushGateway mailboxes,
        NodeClock clock,
        Slots slots,
        Poster poster,
        PostSettler settler,
        AtomicBoolean stopped) {
    /** What telling the mailbox may take after a post has used up its time. */
    private static final Duration MARGIN = Duration.ofSeconds(15);

    boolean isStopped() {
        return stopped.get();
    }

    /** How long a message is kept from others while it is posted. */
    Duration hold() {
        return properties.timeout().plus(MARGIN);
    }
}
