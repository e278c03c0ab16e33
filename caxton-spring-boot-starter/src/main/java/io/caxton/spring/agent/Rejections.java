package io.caxton.spring.agent;

import io.caxton.core.engine.AcceptResult.Conflict;
import io.caxton.core.engine.AcceptResult.ConversationEnded;
import io.caxton.core.engine.AcceptResult.Invalid;
import io.caxton.core.engine.AcceptResult.LimitReached;
import io.caxton.core.engine.AcceptResult.MailboxFull;
import io.caxton.core.engine.AcceptResult.NoReceiver;
import io.caxton.core.engine.AcceptResult.Rejected;
import io.caxton.core.validation.FieldError;
import java.util.Locale;
import java.util.stream.Collectors;

/** Says in words why a message was not accepted. */
final class Rejections {
    private Rejections() {}

    static String describe(Rejected rejected) {
        if (rejected instanceof Invalid invalid) {
            return invalid.errors().stream().map(Rejections::describe).collect(Collectors.joining("; "));
        }
        if (rejected instanceof NoReceiver none) {
            return describe(new FieldError(none.field(), none.reason()));
        }
        if (rejected instanceof MailboxFull full) {
            return "the mailbox of " + full.agent() + " is full";
        }
        if (rejected instanceof ConversationEnded ended) {
            return "the conversation is " + ended.state().name().toLowerCase(Locale.ROOT);
        }
        if (rejected instanceof LimitReached limit) {
            return describe(new FieldError(limit.field(), limit.reason()));
        }
        Conflict conflict = (Conflict) rejected;
        return describe(new FieldError(conflict.field(), conflict.reason()));
    }

    private static String describe(FieldError error) {
        return error.field() + ": " + error.reason();
    }
}
