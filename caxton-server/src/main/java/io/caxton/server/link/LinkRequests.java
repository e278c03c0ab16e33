package io.caxton.server.link;

import io.caxton.core.agent.AgentName;
import io.caxton.core.engine.AcceptResult;
import io.caxton.core.engine.Mailboxes.Settlement;
import io.caxton.core.engine.Submission;
import io.caxton.core.request.AgentRequests.Heartbeat;
import io.caxton.core.request.MessageRequests;
import io.caxton.core.request.RequestContext;
import io.caxton.server.link.ClientFrame.Held;
import io.caxton.server.link.ClientFrames.Read;
import io.caxton.server.problem.Problem;
import io.caxton.server.problem.ProblemType;
import io.caxton.server.problem.Problems;
import io.caxton.server.security.Caller;
import io.caxton.spring.gateway.ReplyNotAcceptedException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.node.ObjectNode;

/** Does what the frames of one link ask for, in their order, and answers each. */
final class LinkRequests {
    private static final Duration SOON = Duration.ofMillis(100);

    private final String agentId;
    private final Caller caller;
    private final LinkServices services;
    private final Link link;
    private final Handed handed;
    private final AtomicInteger outstanding = new AtomicInteger();

    LinkRequests(String agentId, Caller caller, LinkServices services, Link link, Handed handed) {
        this.agentId = agentId;
        this.caller = caller;
        this.services = services;
        this.link = link;
        this.handed = handed;
    }

    void handle(Read read) {
        ClientFrame frame = read.frame();
        Optional<String> ref = read.ref();
        if (frame instanceof ClientFrame.Send send) {
            Submission submission = parse(send.message(), send.idempotencyKey());
            answer(ref, () -> services.messages().send(submission));
        } else if (frame instanceof ClientFrame.Reply reply) {
            reply(ref, reply);
        } else if (frame instanceof ClientFrame.Ack ack) {
            Held held = ack.held();
            settle(ref, held, "handled", services.mailboxes().ack(agentId, held.messageId(), held.attempt()));
        } else if (frame instanceof ClientFrame.Return back) {
            nack(ref, back);
        } else if (frame instanceof ClientFrame.Extend extend) {
            Held held = extend.held();
            settle(
                    ref,
                    held,
                    "extended",
                    services.mailboxes().extend(agentId, held.messageId(), held.attempt(), extend.lease()));
        } else if (frame instanceof ClientFrame.Alive alive) {
            heartbeat(alive.heartbeat());
        }
    }

    private Submission parse(ObjectNode message, Optional<String> key) {
        RequestContext context = RequestContext.of(
                        services.limits(), services.clock().now(), services.random())
                .withIdempotencyKey(key)
                .at("message");
        Submission submission = MessageRequests.parse(message, context);
        AgentName sender = submission.message().sender();
        caller.requireActsAs(sender);
        return submission;
    }

    private void reply(Optional<String> ref, ClientFrame.Reply reply) {
        Held held = reply.held();
        handed.complete(held.messageId(), reply.message());
        Submission submission = parse(reply.message(), Optional.empty());
        answer(
                ref,
                () -> services.mailboxes()
                        .ackWithReplies(agentId, held.messageId(), held.attempt(), List.of(submission))
                        .thenApply(results -> results.get(0)));
    }

    private interface Sending {
        CompletableFuture<AcceptResult> begin();
    }

    private void answer(Optional<String> ref, Sending sending) {
        int most = services.settings().maxOutstandingSends();
        if (outstanding.incrementAndGet() > most) {
            outstanding.decrementAndGet();
            throw ProblemType.TOO_MANY_REQUESTS
                    .because("more than " + most + " messages of this link are not answered yet")
                    .retryAfter(SOON)
                    .asException();
        }
        CompletableFuture<AcceptResult> answer = begin(sending);
        boolean now = answer.isDone();
        var unused = answer.whenComplete((result, failure) -> {
            outstanding.decrementAndGet();
            say(
                    now,
                    failure == null
                            ? link.frames().answered(ref, result)
                            : link.frames().refused(ref, problem(failure)));
        });
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
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof ReplyNotAcceptedException rejected) {
            return rejected.rejection().map(Problems::of).orElseGet(() -> NodeFrames.problemOf(Settlement.CONFLICT));
        }
        return Problems.of(cause);
    }

    private void nack(Optional<String> ref, ClientFrame.Return back) {
        Held held = back.held();
        settle(
                ref,
                held,
                back.nack().requeue() ? "returned" : "refused",
                services.mailboxes()
                        .nack(
                                agentId,
                                held.messageId(),
                                held.attempt(),
                                back.nack().reason(),
                                back.nack().requeue(),
                                back.nack().delay()));
    }

    private void settle(Optional<String> ref, Held held, String status, CompletableFuture<Settlement> settling) {
        boolean now = settling.isDone();
        var unused = settling.whenComplete((settlement, failure) -> {
            String id = held.messageId();
            if (failure != null) {
                say(now, link.frames().notSettled(ref, id, Problems.of(failure)));
            } else if (settlement != Settlement.DONE) {
                say(now, link.frames().notSettled(ref, id, NodeFrames.problemOf(settlement)));
            } else {
                say(now, link.frames().settled(ref, id, status));
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
