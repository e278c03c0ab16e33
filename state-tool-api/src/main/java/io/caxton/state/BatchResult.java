package io.caxton.state;

import java.util.List;
import java.util.Map;

/** How a batch of stores ended. */
public sealed interface BatchResult {

    /**
     * Every item was carried out.
     *
     * @param results one per request, in order; with {@link Atomicity#ATOMIC} all are {@link StoreResult.Stored}
     */
    record Completed(List<StoreResult> results) implements BatchResult {
        public Completed {
            results = List.copyOf(results);
        }
    }

    /**
     * Only with {@link Atomicity#ATOMIC}: a condition failed and nothing was stored.
     *
     * @param failures the failed conditions by the index of their request; at least one, not always all
     */
    record Rejected(Map<Integer, StoreResult.ConditionFailed> failures) implements BatchResult {
        public Rejected {
            failures = Map.copyOf(failures);
        }
    }
}
