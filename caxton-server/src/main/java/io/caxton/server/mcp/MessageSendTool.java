package io.caxton.server.mcp;

import io.caxton.core.engine.AcceptResult;
import io.caxton.core.engine.AcceptResult.Accepted;
import io.caxton.core.engine.AcceptResult.Rejected;
import io.caxton.core.engine.Submission;
import io.caxton.core.message.MessageJson;
import io.caxton.core.request.MessageRequests;
import io.caxton.core.request.RequestContext;
import io.caxton.core.request.RequestLimits;
import io.caxton.core.request.RequestReader;
import io.caxton.server.json.ReceiptJson;
import io.caxton.server.problem.Problems;
import io.caxton.server.security.SendPermission;
import io.caxton.spring.gateway.MessageGateway;
import io.caxton.spring.gateway.MessageGateway.Answer;
import io.caxton.spring.gateway.NodeIdentity;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.ObjectNode;

/** {@code message_send}: sends a message and, if asked, waits for the reply. That none came is an answer and no error. */
@Component
final class MessageSendTool implements NodeTool {
    private static final String WAIT = "wait_seconds";
    private static final String KEY = "idempotency_key";

    private final NodeIdentity node;
    private final MessageGateway messages;
    private final SendPermission permission;
    private final Instances instances;
    private final Waits waits;
    private final RequestLimits limits;
    private final InstantSource time;
    private final RandomGenerator random;

    MessageSendTool(
            NodeIdentity node,
            MessageGateway messages,
            SendPermission permission,
            Instances instances,
            Waits waits,
            RequestLimits limits,
            InstantSource time,
            RandomGenerator random) {
        this.node = node;
        this.messages = messages;
        this.permission = permission;
        this.instances = instances;
        this.waits = waits;
        this.limits = limits;
        this.time = time;
        this.random = random;
    }

    @Override
    public String name() {
        return "message_send";
    }

    @Override
    public CompletableFuture<ObjectNode> call(ToolCall call) {
        RequestReader reader = RequestReader.of(Arguments.only(call.arguments(), WAIT, KEY));
        Duration wait = waits.read(reader);
        Optional<String> key = reader.line(KEY, RequestLimits.MAX_IDEMPOTENCY_KEY);
        reader.finish();
        RequestContext context = RequestContext.of(limits, time.instant(), random)
                .withIdempotencyKey(key)
                .withTrace(call.trace());
        Submission submission = MessageRequests.parse(Arguments.without(call.arguments(), WAIT, KEY), context);
        permission.require(call.caller(), submission.message());
        instances.touch(submission.message().sender());
        return wait.isZero()
                ? messages.send(submission).thenApply(this::accepted)
                : waits.hold(wait, () -> messages.sendAndAwaitReply(submission, wait))
                        .thenApply(this::answered);
    }

    private ObjectNode answered(Answer answer) {
        ObjectNode json = accepted(answer.accepted());
        json.put("replied", answer.reply().isPresent());
        answer.reply().ifPresent(reply -> json.set("reply", MessageJson.write(reply.message())));
        return json;
    }

    private ObjectNode accepted(AcceptResult result) {
        if (result instanceof Rejected rejected) {
            throw Problems.of(rejected).asException();
        }
        Accepted accepted = (Accepted) result;
        return ReceiptJson.accepted(accepted, node.nodeId())
                .put("reply_with", accepted.message().replyWith());
    }
}
