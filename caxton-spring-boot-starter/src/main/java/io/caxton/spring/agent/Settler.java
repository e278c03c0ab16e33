package io.caxton.spring.agent;

import io.caxton.core.delivery.Delivery;
import io.caxton.core.engine.AcceptResult.MailboxFull;
import io.caxton.core.engine.AcceptResult.Rejected;
import io.caxton.core.engine.Mailboxes.Leased;
import io.caxton.core.engine.Submission;
import io.caxton.core.message.Message;
import io.caxton.core.message.Performative;
import io.caxton.core.storage.Failures;
import io.caxton.core.storage.LocalStateException;
import io.caxton.core.storage.LocalStateException.Reason;
import io.caxton.spring.agent.ReplyWriter.UnwritableReplyException;
import io.caxton.spring.gateway.MailboxGateway;
import io.caxton.spring.gateway.NoSecondCopyException;
import io.caxton.spring.gateway.NodeClock;
import io.caxton.spring.gateway.ReplyNotAcceptedException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the mailbox how the handling of a message ended. */
final class Settler {
    private static final Logger LOG = LoggerFactory.getLogger(Settler.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final int TRIES = 30;

    private final MailboxGateway mailboxes;
    private final NodeClock clock;
    private final ReplyWriter replies;

    Settler(MailboxGateway mailboxes, NodeClock clock, ReplyWriter replies) {
        this.mailboxes = mailboxes;
        this.clock = clock;
        this.replies = replies;
    }

    /** Completes when the mailbox knows, or can no longer be told; never exceptionally. */
    CompletableFuture<Void> settle(Leased leased, Outcome outcome) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        attempt(leased, outcome, TRIES, done);
        return done;
    }

    private void attempt(Leased leased, Outcome outcome, int triesLeft, CompletableFuture<Void> done) {
        var unused = tell(leased, outcome).whenComplete((settled, failure) -> {
            @Nullable Throwable cause = failure == null ? null : Failures.causeOf(failure);
            if (cause == null) {
                done.complete(null);
            } else if (cause instanceof ReplyNotAcceptedException rejected
                    && rejected.rejection().isPresent()) {
                attempt(leased, withoutReply(rejected.rejection().get()), triesLeft, done);
            } else if (cause instanceof NoSecondCopyException) {
                LOG.warn(
                        "A reply to the message {} is on one disk only",
                        leased.delivery().messageId());
                done.complete(null);
            } else if (mayPass(cause) && triesLeft > 1) {
                clock.after(PAUSE, () -> attempt(leased, outcome, triesLeft - 1, done));
            } else {
                LOG.warn(
                        "Message {} stays with agent {} until its lease ends: {}",
                        leased.delivery().messageId(),
                        leased.delivery().agentName(),
                        cause.toString());
                done.complete(null);
            }
        });
    }

    private CompletableFuture<?> tell(Leased leased, Outcome outcome) {
        if (outcome instanceof Outcome.Handled handled) {
            return handled.reply().isPresent() ? answer(leased, handled.reply().get()) : ack(leased);
        }
        if (outcome instanceof Outcome.NotUnderstood misfit) {
            return answerNotUnderstood(leased, misfit.reason());
        }
        if (outcome instanceof Outcome.Refused refused) {
            return nack(leased, refused.reason(), false, Optional.empty());
        }
        Outcome.Again again = (Outcome.Again) outcome;
        return nack(leased, again.reason(), true, again.delay());
    }

    private CompletableFuture<?> answer(Leased leased, Reply reply) {
        Delivery delivery = leased.delivery();
        Submission submission;
        try {
            submission = replies.write(delivery.agentName(), leased.message().message(), reply);
        } catch (UnwritableReplyException e) {
            return nack(leased, String.valueOf(e.getMessage()), false, Optional.empty());
        }
        return guarded(() -> mailboxes.ackWithReplies(
                holder(delivery), delivery.messageId(), attemptOf(delivery), List.of(submission)));
    }

    /** What is itself an answer is not answered so: two agents could go on for ever. */
    private CompletableFuture<?> answerNotUnderstood(Leased leased, String reason) {
        Message message = leased.message().message();
        return HandlerTable.isAnswer(message)
                ? nack(leased, reason, false, Optional.empty())
                : answer(leased, Reply.of(Performative.NOT_UNDERSTOOD, Map.of("reason", reason)));
    }

    private CompletableFuture<?> ack(Leased leased) {
        Delivery delivery = leased.delivery();
        return guarded(() -> mailboxes.ack(holder(delivery), delivery.messageId(), attemptOf(delivery)));
    }

    private CompletableFuture<?> nack(Leased leased, String reason, boolean requeue, Optional<Duration> delay) {
        Delivery delivery = leased.delivery();
        return guarded(() ->
                mailboxes.nack(holder(delivery), delivery.messageId(), attemptOf(delivery), reason, requeue, delay));
    }

    private static <T> CompletableFuture<T> guarded(Supplier<CompletableFuture<T>> call) {
        try {
            return call.get();
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** A full mailbox may empty itself; anything else about the reply will not change. */
    private static Outcome withoutReply(Rejected rejected) {
        String reason = "its reply was not accepted: " + Rejections.describe(rejected);
        return rejected instanceof MailboxFull full
                ? new Outcome.Again(reason, Optional.of(full.retryAfter()))
                : new Outcome.Refused(reason);
    }

    private static boolean mayPass(Throwable cause) {
        return cause instanceof LocalStateException e
                && (e.reason() == Reason.STORAGE_FULL || e.reason() == Reason.OVERLOADED);
    }

    private static String holder(Delivery delivery) {
        return delivery.agentId().orElseThrow();
    }

    private static OptionalInt attemptOf(Delivery delivery) {
        return OptionalInt.of(delivery.attempt());
    }
}
