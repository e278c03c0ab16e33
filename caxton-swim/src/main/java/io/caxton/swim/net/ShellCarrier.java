package io.caxton.swim.net;

import io.caxton.swim.ByteString;
import io.caxton.swim.NodeAddress;
import io.caxton.swim.wire.KeyRing;
import io.caxton.swim.wire.Security;
import java.util.Optional;

/** Does for a delegate what it asks of its node. */
record ShellCarrier(EventLoop loop, Shell shell, Delegate delegate) implements Delegate.Carrier {
    @Override
    public void broadcast(ByteString body) {
        shell.call(protocol -> protocol.broadcast(loop.now(), Optional.empty(), body));
    }

    @Override
    public void answer(NodeAddress to, ByteString body) {
        shell.call(protocol -> protocol.answer(loop.now(), to, body));
    }

    @Override
    public Optional<KeyRing> keys() {
        return shell.security().ring();
    }

    @Override
    public void useKeys(KeyRing keys) {
        Security security = shell.security();
        if (security.ring().isEmpty()) {
            throw new IllegalStateException("nothing is encrypted, so there are no keys to change");
        }
        shell.secure(security.withRing(keys));
        delegate.keysChanged(keys);
    }

    @Override
    public boolean execute(Runnable task) {
        return loop.execute(task);
    }
}
