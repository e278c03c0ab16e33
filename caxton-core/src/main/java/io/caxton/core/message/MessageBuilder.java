package io.caxton.core.message;

import io.caxton.core.agent.AgentName;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Puts a {@link Message} together. Conversation and {@code replyWith} default to the message's own id. */
public final class MessageBuilder {
    private final String id;
    private final Performative performative;
    private final AgentName sender;
    private final Recipient recipient;
    private final JsonNode content;
    private Routing routing = Routing.DEFAULT;
    private String conversationId;
    private String replyWith;
    private @Nullable String inReplyTo;
    private @Nullable Instant replyBy;
    private @Nullable String protocol;
    private @Nullable String language;
    private @Nullable String ontology;
    private Guarantee guarantee = Guarantee.AT_LEAST_ONCE;
    private Priority priority = Priority.NORMAL;
    private Map<String, String> headers = Map.of();
    private int hops;
    private @Nullable TraceContext trace;

    MessageBuilder(String id, Performative performative, AgentName sender, Recipient recipient, JsonNode content) {
        this.id = id;
        this.performative = performative;
        this.sender = sender;
        this.recipient = recipient;
        this.content = content;
        this.conversationId = id;
        this.replyWith = id;
    }

    public MessageBuilder routing(Routing value) {
        this.routing = value;
        return this;
    }

    public MessageBuilder conversation(@Nullable String value) {
        this.conversationId = value == null ? id : value;
        return this;
    }

    public MessageBuilder replyWith(@Nullable String value) {
        this.replyWith = value == null ? id : value;
        return this;
    }

    public MessageBuilder inReplyTo(@Nullable String value) {
        this.inReplyTo = value;
        return this;
    }

    public MessageBuilder replyBy(@Nullable Instant value) {
        this.replyBy = value;
        return this;
    }

    public MessageBuilder protocol(@Nullable String value) {
        this.protocol = value;
        return this;
    }

    public MessageBuilder language(@Nullable String value) {
        this.language = value;
        return this;
    }

    public MessageBuilder ontology(@Nullable String value) {
        this.ontology = value;
        return this;
    }

    public MessageBuilder guarantee(Guarantee value) {
        this.guarantee = value;
        return this;
    }

    public MessageBuilder priority(Priority value) {
        this.priority = value;
        return this;
    }

    public MessageBuilder headers(Map<String, String> value) {
        this.headers = value;
        return this;
    }

    public MessageBuilder hops(int value) {
        this.hops = value;
        return this;
    }

    public MessageBuilder trace(@Nullable TraceContext value) {
        this.trace = value;
        return this;
    }

    public Message build() {
        return new Message(
                id,
                performative,
                sender,
                recipient,
                routing,
                content,
                conversationId,
                replyWith,
                Optional.ofNullable(inReplyTo),
                Optional.ofNullable(replyBy),
                Optional.ofNullable(protocol),
                Optional.ofNullable(language),
                Optional.ofNullable(ontology),
                guarantee,
                priority,
                headers,
                hops,
                Optional.ofNullable(trace));
    }
}
