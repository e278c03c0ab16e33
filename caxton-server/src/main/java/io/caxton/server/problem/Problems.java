package io.caxton.server.problem;

import io.caxton.core.engine.AcceptResult.Conflict;
import io.caxton.core.engine.AcceptResult.ConversationEnded;
import io.caxton.core.engine.AcceptResult.Invalid;
import io.caxton.core.engine.AcceptResult.LimitReached;
import io.caxton.core.engine.AcceptResult.MailboxFull;
import io.caxton.core.engine.AcceptResult.NoReceiver;
import io.caxton.core.engine.AcceptResult.Rejected;
import io.caxton.core.engine.Mailboxes.Settlement;
import io.caxton.core.message.WireNames;
import io.caxton.core.request.ContentTooLargeException;
import io.caxton.core.storage.Failures;
import io.caxton.core.storage.LocalStateException;
import io.caxton.core.validation.FieldError;
import io.caxton.core.validation.InvalidRequestException;
import io.caxton.spring.cluster.KeysNotChangedException;
import io.caxton.spring.gateway.NoSecondCopyException;
import io.caxton.spring.gateway.NoSuchAgentException;
import io.caxton.state.StateToolException;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.web.firewall.RequestRejectedException;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Turns what the node answers or throws into problems. */
public final class Problems {
    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);
    private static final Duration SOON = Duration.ofSeconds(1);
    private static final Duration LATER = Duration.ofSeconds(5);

    private Problems() {}

    /** Why a message was not settled; of one that was, there is none to tell. */
    public static Problem of(Settlement unsettled) {
        return unsettled == Settlement.NOT_FOUND
                ? ProblemType.NO_SUCH_MESSAGE.because("this message is not in the mailbox of this agent")
                : ProblemType.LEASE_LOST.because("its lease is another's by now, or it already has another outcome");
    }

    /** Why a message was not accepted. */
    public static Problem of(Rejected rejected) {
        if (rejected instanceof Invalid invalid) {
            return invalid(invalid.errors());
        }
        if (rejected instanceof NoReceiver none) {
            ArrayNode suggestions = JsonNodeFactory.instance.arrayNode();
            none.suggestions().forEach(suggestions::add);
            return ProblemType.NO_RECEIVER
                    .because(none.reason())
                    .withError(none.field(), none.reason())
                    .with("suggestions", suggestions);
        }
        if (rejected instanceof MailboxFull full) {
            return ProblemType.MAILBOX_FULL
                    .because("'" + full.agent() + "' has " + full.depth() + " unfinished messages already")
                    .retryAfter(full.retryAfter());
        }
        if (rejected instanceof ConversationEnded ended) {
            String reason = ended.reason().isEmpty() ? "" : ": " + ended.reason();
            return ProblemType.CONVERSATION_ENDED
                    .because("the conversation is " + WireNames.of(ended.state()) + reason)
                    .with("conversation_id", ended.conversationId())
                    .with("state", WireNames.of(ended.state()));
        }
        if (rejected instanceof LimitReached limit) {
            return ProblemType.LIMIT_REACHED.because(limit.reason()).withError(limit.field(), limit.reason());
        }
        Conflict conflict = (Conflict) rejected;
        ProblemType type = conflict.field().equals("message_id")
                ? ProblemType.MESSAGE_ID_REUSED
                : ProblemType.IDEMPOTENCY_KEY_REUSED;
        return type.because("it " + conflict.reason()).withError(conflict.field(), conflict.reason());
    }

    /** What an exception means to the client; the unexpected is logged and not told. */
    public static Problem of(Throwable thrown) {
        Throwable failure = Failures.causeOf(thrown);
        if (failure instanceof ProblemException known) {
            return known.problem();
        }
        if (failure instanceof InvalidRequestException invalid) {
            return invalid(invalid.errors());
        }
        if (failure instanceof ContentTooLargeException large) {
            return ProblemType.TOO_LARGE.because(message(large)).withError(large.field(), message(large));
        }
        if (failure instanceof NoSuchAgentException none) {
            return ProblemType.NO_SUCH_AGENT.because(message(none));
        }
        if (failure instanceof KeysNotChangedException refused) {
            return ProblemType.KEYS_NOT_CHANGED.because(message(refused));
        }
        if (failure instanceof NoSecondCopyException none) {
            return ProblemType.NO_SECOND_COPY.because(message(none)).retryAfter(none.retryAfter());
        }
        if (failure instanceof LocalStateException local) {
            return of(local);
        }
        if (failure instanceof StateToolException state) {
            return StateProblems.of(state);
        }
        if (failure instanceof RequestRejectedException) {
            // Headers are checked when they are read.
            return ProblemType.BAD_REQUEST.because("a header is malformed");
        }
        LOG.error("A request failed unexpectedly", failure);
        return ProblemType.INTERNAL.because("an unexpected error; the node's log says more");
    }

    private static Problem invalid(List<FieldError> errors) {
        String detail = errors.size() == 1 ? "one field is wrong" : errors.size() + " fields are wrong";
        return ProblemType.INVALID_REQUEST.because(detail).withErrors(errors);
    }

    private static Problem of(LocalStateException failure) {
        return switch (failure.reason()) {
            case STORAGE_FULL ->
                ProblemType.STORAGE_FULL.because("the disk of the node or its quota is full; nothing was stored");
            case OVERLOADED ->
                ProblemType.OVERLOADED.because("nothing was stored; try again").retryAfter(SOON);
            case CLOSED ->
                ProblemType.STOPPING
                        .because("nothing was stored; try another node")
                        .retryAfter(LATER);
            case FAILED -> {
                LOG.error("The local state failed", failure);
                yield ProblemType.INTERNAL.because("the local state of the node failed; its log says more");
            }
        };
    }

    private static String message(RuntimeException failure) {
        String message = failure.getMessage();
        return message == null ? failure.getClass().getSimpleName() : message;
    }
}
