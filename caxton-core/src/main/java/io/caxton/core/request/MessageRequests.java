package io.caxton.core.request;

import io.caxton.core.agent.AgentName;
import io.caxton.core.agent.Capability;
import io.caxton.core.engine.Submission;
import io.caxton.core.message.Guarantee;
import io.caxton.core.message.Message;
import io.caxton.core.message.Performative;
import io.caxton.core.message.Priority;
import io.caxton.core.message.Recipient;
import io.caxton.core.message.Routing;
import io.caxton.core.message.UuidV7;
import io.caxton.core.validation.InvalidRequestException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;

/** Messages as clients write them. */
public final class MessageRequests {
    private static final int MAX_NAME = 64;
    private static final int MAX_CAPABILITY = Capability.MAX_NAME + 1 + Capability.MAX_VERSION;
    private static final int MAX_LABEL = 100;
    private static final int MAX_HEADER_NAME = 64;
    private static final int MAX_HEADER_VALUE = 1_024;

    private final RequestReader reader;

    private MessageRequests(RequestReader reader) {
        this.reader = reader;
    }

    /**
     * Reads one message. Can be repeated safely, that is, has a fingerprint, if the client gave an id or a key.
     *
     * @throws InvalidRequestException with everything that is wrong
     * @throws ContentTooLargeException if only the size of its content is
     */
    public static Submission parse(JsonNode json, RequestContext context) {
        RequestReader reader = RequestReader.at(context.path(), json);
        Optional<String> givenId = reader.id("message_id");
        Message message = new MessageRequests(reader).read(givenId, context);
        long size = CanonicalJson.sizeBytes(message.content());
        if (size > context.limits().maxContentBytes()) {
            throw new ContentTooLargeException(
                    reader.path("content"), size, context.limits().maxContentBytes());
        }
        boolean repeatable = givenId.isPresent() || context.idempotencyKey().isPresent();
        String fingerprint = repeatable ? CanonicalJson.fingerprint(json) : "";
        return new Submission(message, size, context.idempotencyKey(), fingerprint);
    }

    private Message read(Optional<String> givenId, RequestContext context) {
        RequestLimits limits = context.limits();
        Optional<Performative> performative =
                reader.require("performative", reader.parsed("performative", MAX_NAME, MessageRequests::performative));
        Optional<AgentName> sender = reader.require("sender", reader.parsed("sender", MAX_NAME, AgentName::parse));
        Optional<Recipient> recipient = recipient();
        Routing routing = routing(limits);
        JsonNode content = reader.json("content").orElse(NullNode.getInstance());
        Optional<String> conversationId = reader.id("conversation_id");
        Optional<String> replyWith = reader.id("reply_with");
        Optional<String> inReplyTo = reader.id("in_reply_to");
        Optional<Instant> replyBy = reader.instant("reply_by");
        Optional<String> protocol = reader.line("protocol", MAX_LABEL);
        Optional<String> language = reader.line("language", MAX_LABEL);
        Optional<String> ontology = reader.line("ontology", MAX_LABEL);
        Optional<Guarantee> guarantee = reader.constant("delivery", Guarantee.class);
        Optional<Priority> priority = reader.constant("priority", Priority.class);
        Optional<Map<String, String>> headers =
                reader.texts("headers", limits.maxHeaders(), MAX_HEADER_NAME, MAX_HEADER_VALUE);
        reader.finish();
        return Message.builder(
                        givenId.orElseGet(() -> UuidV7.next(context.now(), context.random())),
                        performative.orElseThrow(),
                        sender.orElseThrow(),
                        recipient.orElseThrow(),
                        content)
                .routing(routing)
                .conversation(conversationId.orElse(null))
                .replyWith(replyWith.orElse(null))
                .inReplyTo(inReplyTo.orElse(null))
                .replyBy(replyBy.orElse(null))
                .protocol(protocol.orElse(null))
                .language(language.orElse(null))
                .ontology(ontology.orElse(null))
                .guarantee(guarantee.orElse(Guarantee.AT_LEAST_ONCE))
                .priority(priority.orElse(Priority.NORMAL))
                .headers(headers.orElse(Map.of()))
                .trace(context.trace().orElse(null))
                .build();
    }

    private Optional<Recipient> recipient() {
        Optional<Recipient> byName =
                reader.parsed("receiver", MAX_NAME, AgentName::parse).map(Recipient.ToAgent::new);
        Optional<Recipient> byCapability =
                reader.parsed("capability", MAX_CAPABILITY, Capability::parse).map(Recipient.ToCapability::new);
        if (reader.has("receiver") == reader.has("capability")) {
            reader.refuse("receiver", "exactly one of receiver and capability is required");
        }
        return byName.or(() -> byCapability);
    }

    private Routing routing(RequestLimits limits) {
        Optional<RequestReader> part = reader.part("routing");
        if (part.isEmpty()) {
            return Routing.DEFAULT;
        }
        RequestReader routing = part.get();
        Optional<Routing.Strategy> strategy = routing.constant("strategy", Routing.Strategy.class);
        Optional<Routing.Balance> balance = routing.constant("balance", Routing.Balance.class);
        Optional<List<String>> fallback =
                routing.list("fallback_versions", limits.maxFallbackVersions(), MessageRequests::version);
        if (reader.has("receiver")) {
            if (strategy.filter(s -> s == Routing.Strategy.BROADCAST).isPresent()) {
                routing.refuse("strategy", "broadcast goes to a capability, not to a receiver");
            }
            if (fallback.filter(versions -> !versions.isEmpty()).isPresent()) {
                routing.refuse("fallback_versions", "is for a capability, not for a receiver");
            }
        }
        return new Routing(
                strategy.orElse(Routing.DEFAULT.strategy()),
                balance.orElse(Routing.DEFAULT.balance()),
                fallback.orElse(List.of()),
                balance.isPresent());
    }

    private static Performative performative(String path, String text) {
        return Performative.parse(text)
                .orElseThrow(() -> new InvalidRequestException(path, "must be one of " + Performative.NAMES));
    }

    private static String version(String path, JsonNode json) {
        if (!json.isString()) {
            throw new InvalidRequestException(
                    path, "must be a JSON string of 1 to " + Capability.MAX_VERSION + " characters");
        }
        return Capability.of(path, "any", Optional.of(json.stringValue()))
                .version()
                .orElseThrow();
    }
}
