package io.caxton.core.message;

import io.caxton.core.agent.AgentName;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * A message between agents, with the parameters of FIPA ACL (SC00061G) and what the router adds: guarantee, priority,
 * headers, hop count and trace. Immutable.
 *
 * @param id unique; UUIDv7 unless the sender gave its own
 * @param sender the agent that speaks; need not be registered
 * @param routing how receivers are chosen where there is a choice
 * @param content any JSON, opaque to the router
 * @param conversationId what ties messages together; order holds within it
 * @param replyWith what a reply puts into its {@code inReplyTo}; the message's own id unless the sender chose another
 * @param inReplyTo the {@code replyWith} of the message answered
 * @param replyBy the deadline: past it, the message is no longer handed out
 * @param hops how many nodes have forwarded it
 */
public record Message(
        String id,
        Performative performative,
        AgentName sender,
        Recipient recipient,
        Routing routing,
        JsonNode content,
        String conversationId,
        String replyWith,
        Optional<String> inReplyTo,
        Optional<Instant> replyBy,
        Optional<String> protocol,
        Optional<String> language,
        Optional<String> ontology,
        Guarantee guarantee,
        Priority priority,
        Map<String, String> headers,
        int hops,
        Optional<TraceContext> trace) {

    public Message {
        headers = Map.copyOf(headers);
    }

    /** The same message as part of another span. */
    public Message withTrace(TraceContext other) {
        return with(hops, Optional.of(other));
    }

    /** The same message after so many nodes have forwarded it. */
    public Message withHops(int other) {
        return with(other, trace);
    }

    private Message with(int newHops, Optional<TraceContext> newTrace) {
        return new Message(
                id,
                performative,
                sender,
                recipient,
                routing,
                content,
                conversationId,
                replyWith,
                inReplyTo,
                replyBy,
                protocol,
                language,
                ontology,
                guarantee,
                priority,
                headers,
                newHops,
                newTrace);
    }

    /** A builder with the required parts set and defaults for the rest: at least once, normal priority, no deadline. */
    public static MessageBuilder builder(
            String id, Performative performative, AgentName sender, Recipient recipient, JsonNode content) {
        return new MessageBuilder(id, performative, sender, recipient, content);
    }
}
