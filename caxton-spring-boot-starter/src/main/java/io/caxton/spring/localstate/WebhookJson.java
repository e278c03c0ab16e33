package io.caxton.spring.localstate;

import io.caxton.core.agent.Webhook;
import io.caxton.core.agent.WebhookSecret;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** How a webhook is kept, its secrets in clear: they have to sign. */
final class WebhookJson {
    private WebhookJson() {}

    static String write(Webhook webhook) {
        ObjectNode json = AgentTable.MAPPER.createObjectNode();
        json.put("url", webhook.url());
        ArrayNode secrets = json.putArray("secrets");
        for (WebhookSecret secret : webhook.secrets()) {
            ObjectNode entry = secrets.addObject().put("text", secret.text());
            secret.validUntil().ifPresent(end -> entry.put("valid_until", end.toString()));
        }
        return AgentTable.MAPPER.writeValueAsString(json);
    }

    static Webhook read(String text) {
        JsonNode json = AgentTable.MAPPER.readTree(text);
        List<WebhookSecret> secrets = new ArrayList<>();
        for (JsonNode entry : json.required("secrets")) {
            secrets.add(new WebhookSecret(
                    entry.required("text").stringValue(),
                    entry.optional("valid_until").map(end -> Instant.parse(end.stringValue()))));
        }
        return new Webhook(json.required("url").stringValue(), secrets);
    }
}
