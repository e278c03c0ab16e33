package io.caxton.swim.net;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** How often each thing happened; read by any thread. */
final class NetCounters {
    private final Map<NetCounter, LongAdder> counts = new EnumMap<>(NetCounter.class);

    NetCounters() {
        for (NetCounter counter : NetCounter.values()) {
            counts.put(counter, new LongAdder());
        }
    }

    void add(NetCounter counter) {
        add(counter, 1);
    }

    void add(NetCounter counter, long more) {
        LongAdder count = counts.get(counter);
        if (count != null) {
            count.add(more);
        }
    }

    Map<NetCounter, Long> all() {
        Map<NetCounter, Long> all = new EnumMap<>(NetCounter.class);
        counts.forEach((counter, count) -> all.put(counter, count.sum()));
        return all;
    }
}
