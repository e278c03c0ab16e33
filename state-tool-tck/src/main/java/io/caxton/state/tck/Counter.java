package io.caxton.state.tck;

import io.caxton.state.McpStateTool;
import io.caxton.state.StateEntry;
import io.caxton.state.StoreRequest;
import io.caxton.state.StoreResult;

/** A number that several add to by compare-and-set. */
final class Counter {

    static final String KEY = "race/counter";

    private Counter() {}

    /** Adds one, again and again; returns how often another was faster. */
    static int increment(McpStateTool tool, int times) {
        int lost = 0;
        for (int done = 0; done < times; ) {
            StateEntry entry = tool.find(KEY).orElseThrow();
            StoreRequest next =
                    StoreRequest.of(KEY, Clauses.number(entry.value().intValue() + 1));
            if (tool.store(next.ifVersion(entry.version())) instanceof StoreResult.Stored) {
                done++;
            } else {
                lost++;
            }
        }
        return lost;
    }
}
