package io.caxton.server.web;

import io.caxton.core.engine.AcceptResult;
import io.caxton.core.engine.AcceptResult.Accepted;
import io.caxton.core.engine.AcceptResult.Rejected;
import io.caxton.core.engine.Submission;
import io.caxton.core.message.MessageJson;
import io.caxton.core.request.MessageRequests;
import io.caxton.core.request.RequestContext;
import io.caxton.core.request.RequestLimits;
import io.caxton.server.directory.RemoteMessages;
import io.caxton.server.intake.RequestTrace;
import io.caxton.server.json.ReceiptJson;
import io.caxton.server.problem.Problem;
import io.caxton.server.problem.ProblemException;
import io.caxton.server.problem.ProblemType;
import io.caxton.server.problem.Problems;
import io.caxton.server.security.AuditLog;
import io.caxton.server.security.AuditLog.Origin;
import io.caxton.server.security.AuditLog.Outcome;
import io.caxton.server.security.Caller;
import io.caxton.server.security.Callers;
import io.caxton.server.security.SendPermission;
import io.caxton.spring.gateway.MessageGateway;
import io.caxton.spring.gateway.MessageGateway.Answer;
import io.caxton.spring.gateway.MessageGateway.Traced;
import io.caxton.spring.gateway.NodeIdentity;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Messages: sent one by one, and what became of them. */
@RestController
@RequestMapping("/api/v1/messages")
final class MessageController {
    static final String ACT = "message.send";
    private static final Duration SOON = Duration.ofSeconds(5);

    private final NodeIdentity node;
    private final MessageGateway messages;
    private final SendPermission permission;
    private final AuditLog audit;
    private final JsonBodies bodies;
    private final RequestLimits limits;
    private final InstantSource time;
    private final RandomGenerator random;
    private final CommitWaits commits;
    private final RemoteMessages remote;

    MessageController(
            NodeIdentity node,
            MessageGateway messages,
            SendPermission permission,
            AuditLog audit,
            JsonBodies bodies,
            RequestLimits limits,
            InstantSource time,
            RandomGenerator random,
            CommitWaits commits,
            RemoteMessages remote) {
        this.node = node;
        this.messages = messages;
        this.permission = permission;
        this.audit = audit;
        this.bodies = bodies;
        this.limits = limits;
        this.time = time;
        this.random = random;
        this.commits = commits;
        this.remote = remote;
    }

    /** Answers once the message is durable, or with {@code wait} once its reply is. */
    @PostMapping
    @SuppressWarnings("FutureReturnValueIgnored") // Spring takes the future that it is returned
    Object send(HttpServletRequest request) {
        QueryReader query = QueryReader.of(request);
        Optional<Duration> wait = query.duration("wait", Duration.ZERO, limits.maxWait());
        query.finish();
        RequestContext context = RequestContext.of(limits, time.instant(), random)
                .withIdempotencyKey(MessageHeaders.idempotencyKey(request))
                .withTrace(RequestTrace.of(request));
        Submission submission = MessageRequests.parse(bodies.message(request), context);
        Caller caller = Callers.current();
        Origin origin = Origin.of(request);
        AuditInterceptor.isAbout(request, submission.message().id());
        permission.require(caller, submission.message());
        Consumer<AcceptResult> record = result -> {
            if (result instanceof Accepted accepted) {
                audit.record(caller, ACT, accepted.message().id(), Outcome.DONE, origin);
            }
        };
        if (wait.isPresent()) {
            return messages.sendAndAwaitReply(submission, wait.get()).thenApply(answer -> {
                record.accept(answer.accepted());
                return answered(answer);
            });
        }
        return commits.answer(messages.send(submission), result -> {
            record.accept(result);
            return accepted(result);
        });
    }

    private ResponseEntity<JsonNode> accepted(AcceptResult result) {
        Accepted accepted = requireAccepted(result);
        return Answers.json(202, ReceiptJson.accepted(accepted, node.nodeId()));
    }

    private ResponseEntity<JsonNode> answered(Answer answer) {
        Accepted accepted = requireAccepted(answer.accepted());
        return answer.reply()
                .map(reply -> Answers.ok(MessageJson.write(reply.message())))
                .orElseThrow(() -> noReply()
                        .with("message_id", accepted.message().id())
                        .with("conversation_id", accepted.message().conversationId())
                        .asException());
    }

    private Problem noReply() {
        return messages.isStopping()
                ? ProblemType.STOPPING
                        .because("the message stays accepted; wait for its reply once the node is back")
                        .retryAfter(SOON)
                : ProblemType.NO_REPLY.because("the message stays accepted; its receipt says what becomes of it");
    }

    private static Accepted requireAccepted(AcceptResult result) {
        if (result instanceof Rejected rejected) {
            throw Problems.of(rejected).asException();
        }
        return (Accepted) result;
    }

    @GetMapping("/{messageId}")
    @SuppressWarnings("FutureReturnValueIgnored") // Spring takes the future that it is returned
    Object get(@PathVariable String messageId, HttpServletRequest request) {
        QueryReader.refuseAll(request);
        Caller caller = Callers.current();
        Optional<Traced> here = messages.find(messageId);
        if (here.isEmpty()) {
            return remote.find(caller, messageId)
                    .thenApply(found -> found.map(Answers::ok).orElseThrow(MessageController::noSuchMessage));
        }
        return here.filter(traced -> caller.mayRead(traced.message().message(), traced.deliveries()))
                .map(traced -> Answers.ok(ReceiptJson.traced(traced, node.nodeId())))
                .orElseThrow(MessageController::noSuchMessage);
    }

    static ProblemException noSuchMessage() {
        return ProblemType.NO_SUCH_MESSAGE
                .because("no node that answers has a message of this id, or it was pruned")
                .asException();
    }
}
