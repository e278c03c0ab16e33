package io.caxton.state.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.caxton.state.Feature;
import io.caxton.state.KeyPage;
import io.caxton.state.ListRequest;
import io.caxton.state.McpStateTool;
import io.caxton.state.StateJson;
import io.caxton.state.StateToolException;
import io.caxton.state.StateToolException.Reason;
import io.caxton.state.StateToolLimits;
import io.caxton.state.StoreRequest;
import io.caxton.state.StoreResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What every group of clauses works with. */
interface Clauses {

    JsonMapper MAPPER = StateJson.exactMapper(StateToolLimits.DEFAULTS);

    /** A value to look for where no value may be. */
    String SECRET = "s3cr3t-value";

    /** Lives through any clause. */
    Duration LONG_TTL = Duration.ofHours(1);

    /** Over as soon as it is waited for; no clause needs an entry to be still there within it. */
    Duration SHORT_TTL = Duration.ofMillis(250);

    McpStateTool tool();

    StateToolFixture fixture();

    McpStateTool open(StateToolLimits limits);

    static JsonNode json(String text) {
        return MAPPER.readTree(text);
    }

    static String text(JsonNode value) {
        return MAPPER.writeValueAsString(value);
    }

    static JsonNode number(int value) {
        return MAPPER.getNodeFactory().numberNode(value);
    }

    default String stored(McpStateTool on, String key) {
        return text(on.retrieve(key).orElseThrow(() -> new AssertionError("absent: " + key)));
    }

    default String stored(String key) {
        return stored(tool(), key);
    }

    default String storeVersioned(String key, String value) {
        return tool().store(key, json(value)).version();
    }

    default StoreResult storeExpiring(String key, Duration ttl) {
        return tool().store(StoreRequest.of(key, json("1")).expiringAfter(ttl));
    }

    /** Lets {@link #SHORT_TTL} pass: at once by the fixture's clock, else in real time. */
    default void expireShortTtl() {
        if (fixture().clock().isPresent()) {
            fixture().clock().get().advance(SHORT_TTL);
            return;
        }
        try {
            assertThat(new CountDownLatch(1).await(SHORT_TTL.toMillis() + 100, TimeUnit.MILLISECONDS))
                    .isFalse();
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    default StateToolException refused(Reason reason, ThrowingCallable call) {
        Throwable thrown = catchThrowable(call);
        assertThat(thrown).as("expected to be refused with %s", reason).isInstanceOf(StateToolException.class);
        StateToolException refusal = (StateToolException) thrown;
        assertThat(refusal.reason()).as(refusal.getMessage()).isEqualTo(reason);
        assertThat(refusal.backend()).isEqualTo(tool().backend());
        for (Throwable cause = refusal; cause != null; cause = cause.getCause()) {
            assertThat(String.valueOf(cause.getMessage())).doesNotContain(SECRET);
        }
        return refusal;
    }

    /** True if the backend lacks the feature, which it must then refuse to use. */
    default boolean lacks(Feature feature, ThrowingCallable use) {
        if (tool().features().has(feature)) {
            return false;
        }
        refused(Reason.UNSUPPORTED, use);
        return true;
    }

    default boolean lacksTtl() {
        return lacks(Feature.TTL, () -> storeExpiring("with-ttl", LONG_TTL));
    }

    default boolean lacksCreateIfAbsent() {
        return lacks(
                Feature.CREATE_IF_ABSENT,
                () -> tool().store(StoreRequest.of("create", json("1")).ifAbsent()));
    }

    default boolean lacksCompareAndSet() {
        return lacks(
                Feature.COMPARE_AND_SET,
                () -> tool().store(StoreRequest.of("compare", json("1")).ifVersion("v")));
    }

    default boolean lacksConditionalDelete() {
        return lacks(Feature.CONDITIONAL_DELETE, () -> tool().deleteIf("delete", "v"));
    }

    default void failedWith(StoreResult result, String currentVersion) {
        assertThat(result).isEqualTo(new StoreResult.ConditionFailed(Optional.of(currentVersion)));
    }

    default void failedAbsent(StoreResult result) {
        assertThat(result).isEqualTo(new StoreResult.ConditionFailed(Optional.empty()));
    }

    /** Whether another tool on the fixture's store finds what this one left. */
    default boolean outlivesTheTool() {
        return tool().features().has(Feature.DURABLE) || tool().features().has(Feature.SHARED_BETWEEN_PROCESSES);
    }

    /** All pages of a prefix; fails rather than page for ever. */
    default List<String> pages(McpStateTool on, String prefix, int limit) {
        List<String> keys = new ArrayList<>();
        ListRequest request = ListRequest.of(prefix).withLimit(limit);
        for (int page = 0; page < 10_000; page++) {
            KeyPage found = on.list(request);
            assertThat(found.keys()).hasSizeLessThanOrEqualTo(limit);
            keys.addAll(found.keys());
            if (found.nextCursor().isEmpty()) {
                return keys;
            }
            request = request.withCursor(found.nextCursor().get());
        }
        throw new AssertionError("the listing has no end");
    }
}
