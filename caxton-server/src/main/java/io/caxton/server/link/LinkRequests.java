package io.caxton.server.link;

import io.caxton.core.engine.AcceptResult;
import io.caxton.core.engine.AcceptResult.Accepted;
import io.caxton.core.engine.AcceptResult.Rejected;
import io.caxton.core.engine.Mailboxes.Settlement;
import io.caxton.core.engine.Submission;
import io.caxton.core.message.TraceContext;
import io.caxton.core.request.AgentRequests.Heartbeat;
import io.caxton.core.request.MessageRequests;
import io.caxton.core.request.RequestContext;
import io.caxton.core.storage.Failures;
import io.caxton.core.validation.InvalidRequestException;
import io.caxton.server.link.ClientFrame.Held;
import io.caxton.server.link.ClientFrames.Read;
import io.caxton.server.problem.Problem;
import io.caxton.server.problem.ProblemType;
import io.caxton.server.problem.Problems;
import io.caxton.spring.gateway.ReplyNotAcceptedException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Does what the frames of one link ask for, in their order, and answers each. */
final class LinkRequests {
    private static final String SEND = "message.send";
    private static final String ACK = "message.ack";
    private static final String NACK = "message.nack";
    private static final String EXTEND = "message.extend";

    /** What the audit log calls what frames ask for; of the others it hears nothing. */
    private static final Map<String, String> ACTS =
            Map.of("send", SEND, "reply", SEND, "ack", ACK, "nack", NACK, "extend", EXTEND);

    private static final Duration SOON = Duration.ofMillis(100);

    private final String agentId;
    private final LinkGuard guard;
    private final LinkServices services;
    private final Link link;
    private final Handed handed;
    private final AtomicInteger outstanding = new AtomicInteger();

    LinkRequests(String agentId, LinkGuard guard, LinkServices services, Link link, Handed handed) {
        this.agentId = agentId;
        this.guard = guard;
        this.services = services;
        this.link = link;
        this.handed = handed;
    }

    /** Throws a 429 problem if the client is too fast. */
    void admit() {
        guard.admit(about());
    }

    /** Throws {@link InvalidRequestException} or the like with everything that is wrong with a frame. Takes the JSON apart. */
    Read read(ClientFrames frames, JsonNode json) {
        JsonNode type = json.path("type");
        @Nullable String act = type.isString() ? ACTS.get(type.stringValue()) : null;
        return act == null ? frames.read(json) : guard.require(act, about(), () -> frames.read(json));
    }

    /** What an act is about whose message is not known. */
    private String about() {
        return "link " + agentId;
    }

    void handle(Read read) {
        ClientFrame frame = read.frame();
        Optional<String> ref = read.ref();
        if (frame instanceof ClientFrame.Send send) {
            Submission submission = parse(send.message(), send.idempotencyKey(), send.trace());
            answer(ref, submission.message().id(), () -> services.messages().send(submission));
        } else if (frame instanceof ClientFrame.Reply reply) {
            reply(ref, reply);
        } else if (frame instanceof ClientFrame.Ack ack) {
            Held held = ack.held();
            settle(
                    ref,
                    held,
                    new Act("handled", ACK),
                    services.mailboxes().ack(agentId, held.messageId(), held.attempt()));
        } else if (frame instanceof ClientFrame.Return back) {
            nack(ref, back);
        } else if (frame instanceof ClientFrame.Extend extend) {
            Held held = extend.held();
            settle(
                    ref,
                    held,
                    new Act("extended", EXTEND),
                    services.mailboxes().extend(agentId, held.messageId(), held.attempt(), extend.lease()));
        } else if (frame instanceof ClientFrame.Alive alive) {
            heartbeat(alive.heartbeat());
        }
    }

    private Submission parse(ObjectNode message, Optional<String> key, Optional<TraceContext> trace) {
        RequestContext context = RequestContext.of(
                        services.limits(), services.clock().now(), services.random())
                .withIdempotencyKey(key)
                .withTrace(trace)
                .at("message");
        Submission submission = guard.require(SEND, about(), () -> MessageRequests.parse(message, context));
        guard.requireMaySend(SEND, submission.message());
        return submission;
    }

    private void reply(Optional<String> ref, ClientFrame.Reply reply) {
        Held held = reply.held();
        handed.complete(held.messageId(), reply.message());
        Submission submission = parse(reply.message(), Optional.empty(), reply.trace());
        answer(
                ref,
                submission.message().id(),
                () -> services.mailboxes()
                        .ackWithReplies(agentId, held.messageId(), held.attempt(), List.of(submission))
                        .thenApply(results -> acknowledged(held, results.get(0))));
    }

    /** A reply that is accepted has settled what it answers. */
    private AcceptResult acknowledged(Held held, AcceptResult reply) {
        if (reply instanceof Accepted) {
            guard.done(ACK, agentId + "/" + held.messageId());
        }
        return reply;
    }

    private interface Sending {
        CompletableFuture<AcceptResult> begin();
    }

    private void answer(Optional<String> ref, String messageId, Sending sending) {
        int most = services.settings().maxOutstandingSends();
        if (outstanding.incrementAndGet() > most) {
            outstanding.decrementAndGet();
            Problem problem = ProblemType.TOO_MANY_REQUESTS
                    .because("more than " + most + " messages of this link are not answered yet")
                    .retryAfter(SOON);
            guard.failed(SEND, messageId, problem);
            throw problem.asException();
        }
        CompletableFuture<AcceptResult> answer = begin(sending);
        boolean now = answer.isDone();
        var unused = answer.whenComplete((result, failure) -> {
            outstanding.decrementAndGet();
            if (failure != null) {
                Problem problem = problem(failure);
                guard.failed(SEND, messageId, problem);
                say(now, link.frames().refused(ref, problem));
            } else {
                if (result instanceof Rejected rejected) {
                    guard.failed(SEND, messageId, Problems.of(rejected));
                } else {
                    guard.done(SEND, ((Accepted) result).message().id());
                }
                if (isAskedFor(ref, result)) {
                    say(now, link.frames().answered(ref, result));
                }
            }
        });
    }

    /** Without a ref, only what went wrong is told. */
    private static boolean isAskedFor(Optional<String> ref, AcceptResult result) {
        return ref.isPresent() || !(result instanceof Accepted);
    }

    private void say(boolean now, Frame frame) {
        if (now) {
            link.sayNow(frame);
        } else {
            link.say(frame);
        }
    }

    private static CompletableFuture<AcceptResult> begin(Sending sending) {
        try {
            return sending.begin();
        } catch (RuntimeException refused) {
            return CompletableFuture.failedFuture(refused);
        }
    }

    private static Problem problem(Throwable failure) {
        Throwable cause = Failures.causeOf(failure);
        if (cause instanceof ReplyNotAcceptedException rejected) {
            return rejected.rejection().map(Problems::of).orElseGet(() -> Problems.of(Settlement.CONFLICT));
        }
        return Problems.of(cause);
    }

    private void nack(Optional<String> ref, ClientFrame.Return back) {
        Held held = back.held();
        settle(
                ref,
                held,
                new Act(back.nack().requeue() ? "returned" : "refused", NACK),
                services.mailboxes()
                        .nack(
                                agentId,
                                held.messageId(),
                                held.attempt(),
                                back.nack().reason(),
                                back.nack().requeue(),
                                back.nack().delay()));
    }

    /**
     * How a message is settled.
     *
     * @param status what the client is told when it is done
     * @param name for the audit log
     */
    private record Act(String status, String name) {}

    private void settle(Optional<String> ref, Held held, Act act, CompletableFuture<Settlement> settling) {
        boolean now = settling.isDone();
        var unused = settling.whenComplete((settlement, failure) -> {
            String id = held.messageId();
            if (failure != null || settlement != Settlement.DONE) {
                Problem problem = failure == null ? Problems.of(settlement) : Problems.of(failure);
                guard.failed(act.name(), agentId + "/" + id, problem);
                say(now, link.frames().notSettled(ref, id, problem));
            } else {
                guard.done(act.name(), agentId + "/" + id);
                if (ref.isPresent()) {
                    say(now, link.frames().settled(ref, id, act.status()));
                }
            }
        });
    }

    /** Answered only if it does not count: the node's own heartbeats say that it is there. */
    private void heartbeat(Heartbeat heartbeat) {
        if (heartbeat.status().isEmpty() && heartbeat.load().isEmpty()) {
            return;
        }
        var unused = services.agents()
                .heartbeat(agentId, heartbeat.status(), heartbeat.load())
                .whenComplete((agent, failure) -> {
                    if (failure != null) {
                        link.say(link.frames().error(Problems.of(failure)));
                    }
                });
    }
}
