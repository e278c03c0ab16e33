package io.caxton.state.tck;

import static io.caxton.state.tck.Clauses.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.state.Feature;
import io.caxton.state.McpStateTool;
import io.caxton.state.StoreRequest;
import java.util.List;
import org.junit.jupiter.api.Test;

interface FeatureClauses extends Clauses {

    @Test
    default void theBackendHasAShortName() {
        assertThat(tool().backend()).matches("[a-z][a-z0-9-]{0,31}");
        assertThat(tool().scopedTo("alice").backend()).isEqualTo(tool().backend());
    }

    @Test
    default void featuresAndLimitsStayTheSame() {
        assertThat(tool().limits()).isEqualTo(fixture().limits());
        tool().store("k", json("1"));
        assertThat(open(fixture().limits()).features()).isEqualTo(tool().features());
    }

    @Test
    default void whatIsKeptOutlivesTheToolExactlyAsDeclared() {
        tool().store("k", json("1"));
        tool().store("gone", json("1"));
        tool().delete("gone");
        tool().close();
        McpStateTool reopened = open(fixture().limits());
        assertThat(reopened.exists("k")).isEqualTo(outlivesTheTool());
        assertThat(reopened.exists("gone")).isFalse();
    }

    @Test
    default void twoToolsSeeEachOtherExactlyIfTheStoreIsShared() {
        boolean shared = tool().features().has(Feature.SHARED_BETWEEN_PROCESSES);
        McpStateTool other = open(fixture().limits());
        tool().store("k", json("1"));
        assertThat(other.exists("k")).isEqualTo(shared);
        other.delete("k");
        assertThat(tool().exists("k")).isEqualTo(!shared);
    }

    @Test
    default void everyFeatureThatIsLackingIsRefusedAndChangesNothing() {
        String version = storeVersioned("k", "1");
        StoreRequest overwrite = StoreRequest.of("k", json("2"));
        lacks(Feature.CREATE_IF_ABSENT, () -> tool().store(overwrite.ifAbsent()));
        lacks(Feature.COMPARE_AND_SET, () -> tool().store(overwrite.ifVersion(version)));
        lacks(Feature.CONDITIONAL_DELETE, () -> tool().deleteIf("k", version));
        lacks(Feature.TTL, () -> tool().store(overwrite.expiringAfter(LONG_TTL)));
        lacks(
                Feature.TTL,
                () -> tool().storeAll(List.of(
                        overwrite, StoreRequest.of("j", json("1")).expiringAfter(LONG_TTL))));
        assertThat(stored("k")).isEqualTo("1");
        assertThat(tool().list("")).containsExactly("k");
    }

    @Test
    default void everyConditionThatIsDeclaredWorksInABatchToo() {
        if (!lacksCreateIfAbsent()) {
            tool().storeAll(List.of(StoreRequest.of("new", json("1")).ifAbsent()));
            assertThat(stored("new")).isEqualTo("1");
        }
        String version = storeVersioned("k", "1");
        if (!lacksCompareAndSet()) {
            tool().storeAll(List.of(StoreRequest.of("k", json("2")).ifVersion(version)));
            assertThat(stored("k")).isEqualTo("2");
        }
    }

    @Test
    default void aSharedStoreSaysHowAnotherProcessOpensIt() {
        assertThat(fixture().childTool().isPresent())
                .isEqualTo(tool().features().has(Feature.SHARED_BETWEEN_PROCESSES));
    }
}
