package io.caxton.core.agent;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where messages are posted to an instance of mode {@link AgentMode#WEBHOOK}, and what signs them. Its text form says
 * neither.
 *
 * @param url absolute, http or https
 * @param secrets the current one first, then at most one that it replaced; none until one was given or made
 */
public record Webhook(String url, List<WebhookSecret> secrets) {
    /** How long a secret that was replaced still signs beside the new one. */
    public static final Duration GRACE = Duration.ofHours(24);

    public Webhook {
        secrets = List.copyOf(secrets);
    }

    /** One whose secret is still to be made, unless it is given. */
    public static Webhook of(String url, Optional<WebhookSecret> secret) {
        return new Webhook(url, secret.stream().toList());
    }

    public Webhook withUrl(String other) {
        return new Webhook(other, secrets);
    }

    /** Signs with another secret from now on, and for {@link #GRACE} with the current one as well. */
    public Webhook rotated(WebhookSecret next, Instant now) {
        Stream<WebhookSecret> replaced = secrets.stream().limit(1).map(secret -> secret.until(now.plus(GRACE)));
        return new Webhook(url, Stream.concat(Stream.of(next), replaced).toList());
    }

    /** What signs at this time, the current one first. */
    public List<WebhookSecret> signing(Instant now) {
        return secrets.stream().filter(secret -> secret.signsAt(now)).toList();
    }

    @Override
    public String toString() {
        return "Webhook[]";
    }
}
