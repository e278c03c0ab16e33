package io.caxton.server.webhook;

import io.caxton.core.agent.Webhook;
import io.caxton.core.engine.Mailboxes.Leased;
import io.caxton.core.registry.RegistryView;
import io.caxton.core.validation.InvalidRequestException;
import io.caxton.server.webhook.PostResult.Failed;
import io.caxton.server.webhook.Verdict.Again;
import io.caxton.spring.gateway.NodeClock;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Posts messages on threads of its own and judges the answers. */
record Poster(
        WebhookProperties properties,
        RegistryView registry,
        Targets targets,
        WebhookClient client,
        WebhookMeters meters,
        NodeClock clock,
        Executor executor,
        AtomicBoolean stopped) {
    private static final Logger LOG = LoggerFactory.getLogger(Poster.class);
    private static final Again STOPPED =
            new Again("the node stopped before it was posted", Optional.of(Duration.ZERO), false);
    private static final Again REMOVED = new Again("the agent was removed", Optional.of(Duration.ZERO), false);

    /** Completes with what the answer means for the message; never exceptionally. */
    CompletableFuture<Verdict> post(String agentId, Leased leased) {
        try {
            return CompletableFuture.supplyAsync(() -> verdict(agentId, leased), executor);
        } catch (RejectedExecutionException e) {
            LOG.debug("The node is stopping", e);
            return CompletableFuture.completedFuture(STOPPED);
        }
    }

    private Verdict verdict(String agentId, Leased leased) {
        Optional<Webhook> webhook = registry.find(agentId).flatMap(agent -> agent.webhook());
        if (webhook.isEmpty()) {
            return REMOVED;
        }
        long start = System.nanoTime();
        PostResult result = post(webhook.get(), leased);
        Verdict verdict = stopped.get() && result instanceof Failed
                ? STOPPED
                : Verdict.of(result, clock.now(), properties.maxRetryAfter());
        meters.posted(verdict, Duration.ofNanos(System.nanoTime() - start));
        return verdict;
    }

    private PostResult post(Webhook webhook, Leased leased) {
        try {
            URI url = targets.parse("url", webhook.url());
            return client.post(WebhookPost.of(url, webhook, leased, clock.now()));
        } catch (InvalidRequestException e) {
            return new Failed("its URL may no longer be posted to: " + e.getMessage());
        } catch (RuntimeException e) {
            LOG.warn("A post of message {} failed", leased.delivery().messageId(), e);
            return new Failed("the post failed: " + e.getClass().getSimpleName());
        }
    }
}
