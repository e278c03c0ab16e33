package io.caxton.server.link;

import io.caxton.core.message.Message;
import io.caxton.server.problem.Problem;
import io.caxton.server.problem.ProblemException;
import io.caxton.server.problem.Problems;
import io.caxton.server.push.Expiry;
import io.caxton.server.security.AuditLog;
import io.caxton.server.security.AuditLog.Origin;
import io.caxton.server.security.AuditLog.Outcome;
import io.caxton.server.security.Caller;
import io.caxton.server.security.RateLimiter;
import io.caxton.server.security.SendPermission;
import io.caxton.spring.gateway.Alarms;
import io.caxton.spring.gateway.NodeClock;
import java.util.function.Supplier;

/** What the client of one link may do, how fast, and the record of what it did. */
final class LinkGuard {
    private final Caller caller;
    private final Origin origin;
    private final Rules rules;

    /** What applies to all links. */
    record Rules(SendPermission permission, RateLimiter rates, AuditLog audit) {}

    /**
     * For one connection.
     *
     * @param caller whoever opened it
     * @param origin where its handshake came from
     */
    LinkGuard(Caller caller, Origin origin, Rules rules) {
        this.caller = caller;
        this.origin = origin;
        this.rules = rules;
    }

    /** Runs {@code end} when the client may no longer come in with what it showed. */
    void watch(NodeClock clock, Alarms alarms, Runnable end) {
        Expiry.watch(caller, clock, alarms, end);
    }

    /** Counts a frame; throws a 429 problem if there were too many. */
    void admit(String about) {
        try {
            rules.rates().acquire(caller, 1);
        } catch (ProblemException refused) {
            failed("rate", about, refused.problem());
            throw refused;
        }
    }

    /** Throws a 403 problem unless the client may send this. */
    void requireMaySend(String act, Message message) {
        require(act, message.id(), () -> {
            rules.permission().require(caller, message);
            return message;
        });
    }

    /** Does what may be refused, and writes it down if it is. */
    <T> T require(String act, String about, Supplier<T> step) {
        try {
            return step.get();
        } catch (RuntimeException refused) {
            Problem problem = Problems.of(refused);
            failed(act, about, problem);
            throw problem.asException();
        }
    }

    void done(String act, String messageId) {
        rules.audit().record(caller, act, messageId, Outcome.DONE, origin);
    }

    void failed(String act, String messageId, Problem problem) {
        rules.audit().record(caller, act, messageId, Outcome.of(problem.status()), origin);
    }
}
