package io.caxton.core.engine;

import io.caxton.core.agent.Webhook;
import io.caxton.core.agent.WebhookSecret;
import java.time.Instant;
import java.util.Optional;

/** What changes about where an instance is posted to; what is empty stays. */
public record WebhookChange(Optional<String> url, Optional<WebhookSecret> secret) {
    Webhook applyTo(Webhook webhook, Instant now) {
        Webhook moved = url.map(webhook::withUrl).orElse(webhook);
        return secret.map(next -> moved.rotated(next, now)).orElse(moved);
    }
}
