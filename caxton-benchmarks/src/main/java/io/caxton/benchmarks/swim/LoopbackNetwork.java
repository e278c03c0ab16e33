package io.caxton.benchmarks.swim;

import io.caxton.benchmarks.process.ChildProcess;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** All members on the loopback address, which needs no privilege; it cannot be cut. */
final class LoopbackNetwork implements Network {
    @Override
    public Place place(int number) {
        return new Place() {
            @Override
            public List<String> enter() {
                return List.of();
            }

            @Override
            public String ip() {
                return "127.0.0.1";
            }

            @Override
            public int freePort() throws IOException {
                return ChildProcess.freePort();
            }
        };
    }

    @Override
    public void cut() {
        throw new UnsupportedOperationException("the loopback address cannot be cut in two");
    }

    @Override
    public void heal() {
        throw new UnsupportedOperationException("the loopback address cannot be cut in two");
    }

    @Override
    public Optional<Sent> sent() {
        return Optional.empty();
    }

    @Override
    public void close() {
        // There is nothing to take away.
    }
}
