package io.caxton.core.request;

import io.caxton.core.message.TraceContext;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * What surrounds the JSON of a message.
 *
 * @param random makes the message's id if the client gave none
 * @param idempotencyKey recognises a repeated request of the same sender
 * @param trace the trace it belongs to
 * @param path what its fields are named after in errors; empty if it is the whole request
 */
public record RequestContext(
        RequestLimits limits,
        Instant now,
        RandomGenerator random,
        Optional<String> idempotencyKey,
        Optional<TraceContext> trace,
        String path) {

    /** A request that is one message and has no key and no trace. */
    public static RequestContext of(RequestLimits limits, Instant now, RandomGenerator random) {
        return new RequestContext(limits, now, random, Optional.empty(), Optional.empty(), "");
    }

    public RequestContext withIdempotencyKey(Optional<String> key) {
        return new RequestContext(limits, now, random, key, trace, path);
    }

    public RequestContext withTrace(Optional<TraceContext> context) {
        return new RequestContext(limits, now, random, idempotencyKey, context, path);
    }

    public RequestContext at(String otherPath) {
        return new RequestContext(limits, now, random, idempotencyKey, trace, otherPath);
    }
}
