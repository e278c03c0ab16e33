package io.caxton.server.webhook;

import io.caxton.core.agent.Webhook;
import io.caxton.core.agent.WebhookSecret;
import io.caxton.core.engine.AgentUpdate;
import io.caxton.core.engine.Registration;
import io.caxton.core.validation.InvalidRequestException;
import io.caxton.server.problem.ProblemException;
import io.caxton.server.security.Caller;
import java.security.SecureRandom;
import java.util.List;

/** Checks where agents ask to be posted to, for the doors at which they register. */
public final class WebhookRegistrations {
    private static final String URL = "delivery.url";

    /** The same whatever it is: who registers agents is not to learn which names are known where the node is. */
    private static final String REFUSED =
            "its host is not known or leads to an address that is not public; an admin can learn more";

    private final Targets targets;
    private final Lookups lookups;
    private final SecureRandom random = new SecureRandom();

    WebhookRegistrations(Targets targets, Lookups lookups) {
        this.targets = targets;
        this.lookups = lookups;
    }

    /**
     * The registration with a secret, which is made if none was given. Looks the host of the URL up.
     *
     * @param caller who asks; only an admin is told all about a refusal
     * @throws ProblemException with 503 if too many hosts are being looked up
     * @throws InvalidRequestException if its URL may not be posted to
     */
    public Registration complete(Caller caller, Registration registration) {
        return registration
                .webhook()
                .map(webhook -> registration.with(complete(caller, webhook)))
                .orElse(registration);
    }

    private Webhook complete(Caller caller, Webhook webhook) {
        check(caller, webhook.url());
        return webhook.secrets().isEmpty() ? new Webhook(webhook.url(), List.of(WebhookSecret.make(random))) : webhook;
    }

    /** The same for a change of the URL. */
    public void check(Caller caller, AgentUpdate update) {
        update.webhook().flatMap(change -> change.url()).ifPresent(url -> check(caller, url));
    }

    private void check(Caller caller, String url) {
        targets.refusal(targets.parse(URL, url), lookups).ifPresent(reason -> {
            throw new InvalidRequestException(URL, caller.isAdmin() ? reason : REFUSED);
        });
    }
}
