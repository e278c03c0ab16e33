package io.caxton.state.tck;

import static io.caxton.state.tck.Clauses.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.state.Atomicity;
import io.caxton.state.BatchResult;
import io.caxton.state.McpStateTool;
import io.caxton.state.StateToolException.Reason;
import io.caxton.state.StoreRequest;
import io.caxton.state.StoreResult;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

interface BatchClauses extends Clauses {

    @Test
    default void aBatchStoresEveryItemAndReportsThemInOrder() {
        String old = storeVersioned("b", "0");
        List<StoreResult> results = completed(tool().storeAll(batch("a", "b", "c")));
        assertThat(results).hasSize(3);
        assertThat(List.of(true, false, true))
                .isEqualTo(results.stream()
                        .map(result -> ((StoreResult.Stored) result).created())
                        .toList());
        for (int i = 0; i < 3; i++) {
            String key = List.of("a", "b", "c").get(i);
            assertThat(stored(key)).isEqualTo("\"" + key + "\"");
            String version = tool().find(key).orElseThrow().version();
            assertThat(((StoreResult.Stored) results.get(i)).version()).isEqualTo(version);
            assertThat(version).isNotEqualTo(old);
        }
    }

    @Test
    default void anEmptyBatchDoesNothing() {
        assertThat(tool().storeAll(List.of())).isEqualTo(new BatchResult.Completed(List.of()));
        assertThat(tool().findAll(List.of())).isEmpty();
    }

    @Test
    default void aBatchOfRetrievesComesInTheOrderAskedWithoutTheAbsent() {
        tool().storeAll(batch("a", "b", "c"));
        var found = tool().findAll(List.of("c", "nothing", "a", "c"));
        assertThat(found.keySet()).containsExactly("c", "a");
        found.forEach((key, entry) -> {
            assertThat(entry.key()).isEqualTo(key);
            assertThat(entry).isEqualTo(tool().find(key).orElseThrow());
        });
    }

    @Test
    default void aBatchWithOneKeyTwiceIsRefusedWhole() {
        refused(Reason.INVALID_REQUEST, () -> tool().storeAll(batch("a", "b", "a")));
        assertThat(tool().list("")).isEmpty();
    }

    @Test
    default void aBatchWithAnInvalidItemIsRefusedWhole() {
        List<StoreRequest> badKey = new ArrayList<>(batch("a", "b"));
        badKey.add(StoreRequest.of("", json("1")));
        refused(Reason.INVALID_KEY, () -> tool().storeAll(badKey));
        List<StoreRequest> badValue = new ArrayList<>(batch("a", "b"));
        badValue.add(StoreRequest.of("c", ValueClauses.NODES.numberNode(Double.NaN)));
        refused(Reason.INVALID_VALUE, () -> tool().storeAll(badValue));
        assertThat(tool().list("")).isEmpty();
    }

    @Test
    default void aFailedConditionInABatchEndsAsDeclared() {
        if (lacksCreateIfAbsent()) {
            return;
        }
        String version = storeVersioned("b", "0");
        var failed = new StoreResult.ConditionFailed(Optional.of(version));
        BatchResult result = tool().storeAll(batch("a", "b", "c").stream()
                .map(StoreRequest::ifAbsent)
                .toList());
        if (tool().features().batchStore() == Atomicity.ATOMIC) {
            assertThat(result).isEqualTo(new BatchResult.Rejected(Map.of(1, failed)));
            assertThat(tool().list("")).containsExactly("b");
        } else {
            assertThat(completed(result).get(1)).isEqualTo(failed);
            assertThat(tool().list("")).containsExactly("a", "b", "c");
        }
        assertThat(stored("b")).isEqualTo("0");
    }

    @Test
    default void aBatchMayCompareAndSetEachItem() {
        if (lacksCompareAndSet()) {
            return;
        }
        String a = storeVersioned("a", "0");
        String b = storeVersioned("b", "0");
        List<StoreRequest> move = List.of(
                StoreRequest.of("a", json("1")).ifVersion(a),
                StoreRequest.of("b", json("1")).ifVersion(b));
        assertThat(completed(tool().storeAll(move))).allMatch(StoreResult.Stored.class::isInstance);
        BatchResult again = tool().storeAll(move);
        assertThat(again instanceof BatchResult.Rejected
                        || completed(again).stream().allMatch(StoreResult.ConditionFailed.class::isInstance))
                .isTrue();
        assertThat(List.of(stored("a"), stored("b"))).containsExactly("1", "1");
    }

    @Test
    default void aBatchOfExactlyTheLimitIsCarriedOutAndALargerOneRefused() {
        int limit = tool().limits().maxBatchItems();
        List<String> keys = IntStream.range(0, limit + 1).mapToObj(i -> "k" + i).toList();
        refused(Reason.BATCH_TOO_LARGE, () -> tool().storeAll(batch(keys.toArray(String[]::new))));
        refused(Reason.BATCH_TOO_LARGE, () -> tool().findAll(keys));
        assertThat(tool().list("")).isEmpty();
        List<String> fitting = keys.subList(0, limit);
        assertThat(completed(tool().storeAll(batch(fitting.toArray(String[]::new)))))
                .hasSize(limit);
        assertThat(tool().findAll(fitting).keySet()).containsExactlyElementsOf(fitting);
    }

    @Test
    default void theValuesOfABatchTogetherAreBounded() {
        McpStateTool bounded = open(fixture().limits().withMaxBatch(10, 6));
        completed(bounded.storeAll(batch("a", "b")));
        refused(Reason.BATCH_TOO_LARGE, () -> bounded.storeAll(batch("c", "d", "e")));
        assertThat(bounded.list("")).containsExactly("a", "b");
    }

    private static List<StoreRequest> batch(String... keys) {
        return Arrays.stream(keys)
                .map(key -> StoreRequest.of(key, ValueClauses.NODES.stringNode(key)))
                .toList();
    }

    private static List<StoreResult> completed(BatchResult result) {
        assertThat(result).isInstanceOf(BatchResult.Completed.class);
        return ((BatchResult.Completed) result).results();
    }
}
