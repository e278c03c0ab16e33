package io.caxton.swim.net;

import io.caxton.swim.ByteString;
import io.caxton.swim.MembershipEvent;
import io.caxton.swim.NodeAddress;
import io.caxton.swim.wire.KeyRing;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A delegate whose exceptions are counted and logged, and do no harm to the protocol. */
final class GuardedDelegate implements Delegate {
    private static final Logger LOG = LoggerFactory.getLogger(GuardedDelegate.class);

    private final Delegate delegate;
    private final NetCounters counters;
    private final Supplier<Instant> clock;
    private final QuietLog quietLog = new QuietLog(LOG);

    GuardedDelegate(Delegate delegate, NetCounters counters, Supplier<Instant> clock) {
        this.delegate = delegate;
        this.counters = counters;
        this.clock = clock;
    }

    @Override
    public void started(Carrier carrier) {
        guarded("started", () -> delegate.started(carrier));
    }

    @Override
    public Optional<ByteString> farewell() {
        return guarded("farewell", delegate::farewell, Optional.empty());
    }

    @Override
    public void notJoined(NodeAddress seed, String reason) {
        guarded("notJoined", () -> delegate.notJoined(seed, reason));
    }

    @Override
    public ByteString localState(boolean join) {
        return guarded("localState", () -> delegate.localState(join), ByteString.EMPTY);
    }

    @Override
    public void remoteState(ByteString state, boolean join) {
        guarded("remoteState", () -> delegate.remoteState(state, join));
    }

    @Override
    public void message(ByteString body) {
        guarded("message", () -> delegate.message(body));
    }

    @Override
    public void keysChanged(KeyRing keys) {
        guarded("keysChanged", () -> delegate.keysChanged(keys));
    }

    @Override
    public void told(MembershipEvent event) {
        guarded("told", () -> delegate.told(event));
    }

    private void guarded(String method, Runnable call) {
        guarded(
                method,
                () -> {
                    call.run();
                    return true;
                },
                false);
    }

    private <T> T guarded(String method, Supplier<T> call, T otherwise) {
        try {
            return call.get();
        } catch (RuntimeException e) {
            counters.add(NetCounter.DELEGATE_FAILED);
            quietLog.warn(clock.get(), method, "The delegate failed in " + method + ": " + e);
            LOG.debug("The delegate failed", e);
            return otherwise;
        }
    }
}
