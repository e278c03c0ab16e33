package io.caxton.core.request;

import io.caxton.core.validation.InvalidRequestException;
import java.time.Duration;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * What receivers and operators say about messages and conversations. Each method throws {@link InvalidRequestException}
 * with everything that is wrong.
 */
public final class MailboxRequests {
    private static final int MAX_REASON = 1_000;
    private static final Duration MAX_DELAY = Duration.ofHours(24);

    private MailboxRequests() {}

    /** A message returned unhandled; see {@link io.caxton.core.engine.Mailboxes#nack}. */
    public record Nack(String reason, boolean requeue, Optional<Duration> delay) {}

    public static Nack nack(JsonNode json) {
        RequestReader reader = RequestReader.of(json);
        Optional<String> reason = reader.prose("reason", MAX_REASON);
        boolean requeue = reader.flag("requeue").orElse(true);
        Optional<Duration> delay = reader.duration("delay", Duration.ZERO, MAX_DELAY);
        if (!requeue && delay.isPresent()) {
            reader.refuse("delay", "makes no sense without requeue");
        }
        reader.finish();
        return new Nack(orNone(reason), requeue, delay);
    }

    /** The lease asked for, from now. */
    public static Duration extend(JsonNode json, RequestLimits limits) {
        RequestReader reader = RequestReader.of(json);
        Optional<Duration> lease =
                reader.require("lease", reader.duration("lease", RequestLimits.MIN_LEASE, limits.maxLease()));
        reader.finish();
        return lease.orElseThrow();
    }

    /** Why a conversation is ended. */
    public static String reason(JsonNode json) {
        RequestReader reader = RequestReader.of(json);
        Optional<String> reason = reader.prose("reason", MAX_REASON);
        reader.finish();
        return orNone(reason);
    }

    /** A request that has nothing to say. */
    public static void nothing(JsonNode json) {
        RequestReader.of(json).finish();
    }

    private static String orNone(Optional<String> reason) {
        return reason.filter(text -> !text.isBlank()).orElse("no reason given");
    }
}
