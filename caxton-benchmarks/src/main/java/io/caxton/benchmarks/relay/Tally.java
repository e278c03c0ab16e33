package io.caxton.benchmarks.relay;

import java.util.concurrent.atomic.LongAdder;

/** What the relay did. */
final class Tally {
    final LongAdder packets = new LongAdder();
    final LongAdder packetsLost = new LongAdder();
    final LongAdder packetsRepeated = new LongAdder();
    final LongAdder streams = new LongAdder();
    final LongAdder streamsHeldUp = new LongAdder();
    final LongAdder streamsTurnedAway = new LongAdder();
    final LongAdder bytes = new LongAdder();

    Relay.Counts counts() {
        return new Relay.Counts(
                packets.sum(),
                packetsLost.sum(),
                packetsRepeated.sum(),
                streams.sum(),
                streamsHeldUp.sum(),
                streamsTurnedAway.sum(),
                bytes.sum());
    }
}
