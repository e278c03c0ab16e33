package io.caxton.server.link;

import io.caxton.core.message.TraceContext;
import io.caxton.core.request.AgentRequests;
import io.caxton.core.request.MailboxRequests;
import io.caxton.core.request.RequestLimits;
import io.caxton.core.request.RequestReader;
import io.caxton.core.validation.InvalidRequestException;
import io.caxton.server.link.ClientFrame.Held;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Reads frames of clients, as strictly as the REST API reads bodies. */
final class ClientFrames {
    private static final List<String> TYPES = List.of("send", "reply", "ack", "nack", "extend", "credit", "heartbeat");
    private static final List<String> HEAD =
            List.of("type", "ref", "message_id", "attempt", "credit", "idempotency_key", "traceparent", "tracestate");
    private static final int MAX_TRACE = 512;
    private static final int MAX_ATTEMPT = 1_000_000;

    private final RequestLimits limits;
    private final int mostCredit;

    ClientFrames(RequestLimits limits, int mostCredit) {
        this.limits = limits;
        this.mostCredit = mostCredit;
    }

    /**
     * A frame with what any may carry.
     *
     * @param ref what the client calls it; named in the answer
     * @param credit how many more deliveries the client takes
     */
    record Read(ClientFrame frame, Optional<String> ref, int credit) {}

    /** What a frame that may be wrong in other ways is called, if that can be told. */
    static Optional<String> refOf(JsonNode json) {
        JsonNode ref = json.path("ref");
        return ref.isString() && ref.stringValue().length() <= RequestLimits.MAX_ID
                ? Optional.of(ref.stringValue())
                : Optional.empty();
    }

    /** Throws {@link InvalidRequestException} with everything that is wrong. Takes the JSON apart. */
    Read read(JsonNode json) {
        if (!(json instanceof ObjectNode object)) {
            throw new InvalidRequestException("frame", "must be a JSON object");
        }
        RequestReader head = RequestReader.of(takeHead(object));
        Optional<String> type = head.require("type", head.line("type", RequestLimits.MAX_ID))
                .filter(name -> {
                    if (!TYPES.contains(name)) {
                        head.refuse("type", "must be one of " + String.join(", ", TYPES));
                    }
                    return TYPES.contains(name);
                });
        Optional<String> ref = head.line("ref", RequestLimits.MAX_ID);
        Optional<Integer> credit = head.integer("credit", 0, mostCredit);
        if (type.isEmpty()) {
            head.finish();
        }
        ClientFrame frame = readBody(type.orElseThrow(), head, object);
        return new Read(frame, ref, credit.orElse(0));
    }

    private static ObjectNode takeHead(ObjectNode object) {
        ObjectNode head = JsonNodeFactory.instance.objectNode();
        for (String field : HEAD) {
            JsonNode value = object.remove(field);
            if (value != null) {
                head.set(field, value);
            }
        }
        return head;
    }

    private ClientFrame readBody(String type, RequestReader head, ObjectNode body) {
        switch (type) {
            case "send" -> {
                head.require("ref", Optional.empty());
                Optional<String> key = head.line("idempotency_key", RequestLimits.MAX_IDEMPOTENCY_KEY);
                Optional<TraceContext> trace = trace(head);
                head.finish();
                return new ClientFrame.Send(message(body), key, trace);
            }
            case "reply" -> {
                Optional<TraceContext> trace = trace(head);
                Held held = held(head);
                return new ClientFrame.Reply(held, message(body), trace);
            }
            case "ack" -> {
                Held held = held(head);
                MailboxRequests.nothing(body);
                return new ClientFrame.Ack(held);
            }
            case "nack" -> {
                return new ClientFrame.Return(held(head), MailboxRequests.nack(body));
            }
            case "extend" -> {
                return new ClientFrame.Extend(held(head), MailboxRequests.extend(body, limits));
            }
            case "credit" -> {
                head.require("credit", Optional.empty());
                head.finish();
                MailboxRequests.nothing(body);
                return new ClientFrame.Credit();
            }
            default -> {
                head.finish();
                return new ClientFrame.Alive(AgentRequests.heartbeat(body));
            }
        }
    }

    /** The trace of a message (W3C Trace Context); a malformed one is dropped, as the recommendation says. */
    private static Optional<TraceContext> trace(RequestReader head) {
        Optional<String> parent = head.line("traceparent", MAX_TRACE);
        Optional<String> state = head.line("tracestate", MAX_TRACE);
        return parent.flatMap(text -> TraceContext.parse(text, state));
    }

    private static Held held(RequestReader head) {
        Optional<String> id = head.require("message_id", head.id("message_id"));
        Optional<Integer> attempt = head.integer("attempt", 1, MAX_ATTEMPT);
        head.finish();
        return new Held(id.orElseThrow(), attempt.isPresent() ? OptionalInt.of(attempt.get()) : OptionalInt.empty());
    }

    private static ObjectNode message(ObjectNode body) {
        JsonNode message = body.remove("message");
        MailboxRequests.nothing(body);
        if (!(message instanceof ObjectNode object)) {
            throw new InvalidRequestException("message", message == null ? "is required" : "must be a JSON object");
        }
        return object;
    }
}
