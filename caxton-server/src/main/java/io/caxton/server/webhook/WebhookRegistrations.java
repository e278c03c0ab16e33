package io.caxton.server.webhook;

import io.caxton.core.agent.Webhook;
import io.caxton.core.agent.WebhookSecret;
import io.caxton.core.engine.AgentUpdate;
import io.caxton.core.engine.Registration;
import io.caxton.core.validation.InvalidRequestException;
import java.security.SecureRandom;
import java.util.List;

/** Checks where agents ask to be posted to, for the doors at which they register. */
public final class WebhookRegistrations {
    private static final String URL = "delivery.url";

    private final Targets targets;
    private final SecureRandom random = new SecureRandom();

    WebhookRegistrations(Targets targets) {
        this.targets = targets;
    }

    /**
     * The registration with a secret, which is made if none was given. Looks the host of the URL up.
     *
     * @throws InvalidRequestException if its URL may not be posted to
     */
    public Registration complete(Registration registration) {
        return registration
                .webhook()
                .map(webhook -> registration.with(complete(webhook)))
                .orElse(registration);
    }

    private Webhook complete(Webhook webhook) {
        targets.check(URL, webhook.url());
        return webhook.secrets().isEmpty() ? new Webhook(webhook.url(), List.of(WebhookSecret.make(random))) : webhook;
    }

    /** Throws {@link InvalidRequestException} if the URL may not be posted to. Looks its host up. */
    public void check(AgentUpdate update) {
        update.webhook().flatMap(change -> change.url()).ifPresent(url -> targets.check(URL, url));
    }
}
