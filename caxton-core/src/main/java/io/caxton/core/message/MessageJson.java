package io.caxton.core.message;

import io.caxton.core.agent.AgentName;
import io.caxton.core.agent.Capability;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The JSON shape of a message, the same in storage, in answers to clients and between nodes: snake_case, absent means unset. */
public final class MessageJson {
    private MessageJson() {}

    /** Writes every field that is set. */
    public static ObjectNode write(Message message) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("message_id", message.id());
        json.put("performative", message.performative().wireName());
        json.put("sender", message.sender().value());
        if (message.recipient() instanceof Recipient.ToAgent to) {
            json.put("receiver", to.name().value());
        } else if (message.recipient() instanceof Recipient.ToCapability to) {
            json.put("capability", to.capability().toString());
        }
        json.set("routing", writeRouting(message.routing()));
        json.set("content", message.content());
        json.put("conversation_id", message.conversationId());
        json.put("reply_with", message.replyWith());
        message.inReplyTo().ifPresent(v -> json.put("in_reply_to", v));
        message.replyBy().ifPresent(v -> json.put("reply_by", v.toString()));
        message.protocol().ifPresent(v -> json.put("protocol", v));
        message.language().ifPresent(v -> json.put("language", v));
        message.ontology().ifPresent(v -> json.put("ontology", v));
        json.put("delivery", WireNames.of(message.guarantee()));
        json.put("priority", WireNames.of(message.priority()));
        ObjectNode headers = json.putObject("headers");
        message.headers().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(e -> headers.put(e.getKey(), e.getValue()));
        json.put("hops", message.hops());
        message.trace().ifPresent(trace -> {
            json.put("traceparent", trace.traceparent());
            trace.tracestate().ifPresent(v -> json.put("tracestate", v));
        });
        return json;
    }

    private static ObjectNode writeRouting(Routing routing) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("strategy", WireNames.of(routing.strategy()));
        json.put("balance", WireNames.of(routing.balance()));
        routing.fallbackVersions().forEach(json.putArray("fallback_versions")::add);
        return json;
    }

    /** Reads what {@link #write} wrote. */
    public static Message read(JsonNode json) {
        return Message.builder(
                        text(json, "message_id"),
                        Performative.parse(text(json, "performative")).orElseThrow(),
                        new AgentName(text(json, "sender")),
                        readRecipient(json),
                        json.path("content"))
                .routing(readRouting(json.required("routing")))
                .conversation(text(json, "conversation_id"))
                .replyWith(text(json, "reply_with"))
                .inReplyTo(optional(json, "in_reply_to"))
                .replyBy(Optional.ofNullable(optional(json, "reply_by"))
                        .map(Instant::parse)
                        .orElse(null))
                .protocol(optional(json, "protocol"))
                .language(optional(json, "language"))
                .ontology(optional(json, "ontology"))
                .guarantee(
                        WireNames.parse(Guarantee.class, text(json, "delivery")).orElseThrow())
                .priority(
                        WireNames.parse(Priority.class, text(json, "priority")).orElseThrow())
                .headers(readHeaders(json.path("headers")))
                .hops(json.path("hops").intValue())
                .trace(Optional.ofNullable(optional(json, "traceparent"))
                        .flatMap(p -> TraceContext.parse(p, Optional.ofNullable(optional(json, "tracestate"))))
                        .orElse(null))
                .build();
    }

    private static Recipient readRecipient(JsonNode json) {
        String receiver = optional(json, "receiver");
        return receiver == null
                ? new Recipient.ToCapability(Capability.parse("capability", text(json, "capability")))
                : new Recipient.ToAgent(new AgentName(receiver));
    }

    private static Routing readRouting(JsonNode json) {
        List<String> fallback = new ArrayList<>();
        json.path("fallback_versions").forEach(v -> fallback.add(v.stringValue()));
        Routing.Balance balance =
                WireNames.parse(Routing.Balance.class, text(json, "balance")).orElseThrow();
        return new Routing(
                WireNames.parse(Routing.Strategy.class, text(json, "strategy")).orElseThrow(),
                balance,
                fallback,
                balance != Routing.DEFAULT.balance());
    }

    private static Map<String, String> readHeaders(JsonNode json) {
        Map<String, String> headers = new LinkedHashMap<>();
        json.propertyStream().forEach(e -> headers.put(e.getKey(), e.getValue().stringValue()));
        return headers;
    }

    private static String text(JsonNode json, String field) {
        return json.required(field).stringValue();
    }

    private static @Nullable String optional(JsonNode json, String field) {
        JsonNode value = json.get(field);
        return value == null ? null : value.stringValue();
    }
}
