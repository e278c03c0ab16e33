package io.caxton.state.tck;

import static io.caxton.state.tck.Clauses.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.state.ListRequest;
import io.caxton.state.McpStateTool;
import io.caxton.state.Operation;
import io.caxton.state.StateEntry;
import io.caxton.state.StateToolException;
import io.caxton.state.StateToolException.Reason;
import io.caxton.state.StoreRequest;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

interface BasicClauses extends Clauses {

    @Test
    default void aStoredValueIsRetrieved() {
        tool().store("greeting", json("{\"text\":\"hello\"}"));
        assertThat(stored("greeting")).isEqualTo("{\"text\":\"hello\"}");
    }

    @Test
    default void anAbsentKeyIsEmptyAndNoError() {
        assertThat(tool().retrieve("nothing")).isEmpty();
        assertThat(tool().find("nothing")).isEmpty();
        assertThat(tool().exists("nothing")).isFalse();
    }

    @Test
    default void aSecondStoreReplacesTheFirst() {
        tool().store("k", json("\"first\""));
        tool().store("k", json("\"second\""));
        assertThat(stored("k")).isEqualTo("\"second\"");
    }

    @Test
    default void aStoreSaysWhetherItCreatedTheKey() {
        assertThat(tool().store("k", json("1")).created()).isTrue();
        assertThat(tool().store("k", json("2")).created()).isFalse();
    }

    @Test
    default void aDeleteRemovesTheKeyAndSaysSo() {
        tool().store("k", json("1"));
        assertThat(tool().delete("k")).isTrue();
        assertThat(tool().retrieve("k")).isEmpty();
    }

    @Test
    default void aDeleteOfAnAbsentKeySaysThatThereWasNone() {
        assertThat(tool().delete("nothing")).isFalse();
        tool().store("k", json("1"));
        tool().delete("k");
        assertThat(tool().delete("k")).isFalse();
    }

    @Test
    default void aDeletedKeyIsCreatedAnew() {
        tool().store("k", json("1"));
        tool().delete("k");
        assertThat(tool().store("k", json("2")).created()).isTrue();
        assertThat(stored("k")).isEqualTo("2");
    }

    @Test
    default void existsFollowsStoreAndDelete() {
        tool().store("k", json("null"));
        assertThat(tool().exists("k")).isTrue();
        tool().delete("k");
        assertThat(tool().exists("k")).isFalse();
    }

    @Test
    default void anEntryCarriesItsKeyVersionAndNoExpiry() {
        String version = storeVersioned("k", "1");
        StateEntry entry = tool().find("k").orElseThrow();
        assertThat(entry.key()).isEqualTo("k");
        assertThat(entry.version()).isEqualTo(version);
        assertThat(entry.expiresAt()).isEqualTo(Optional.empty());
    }

    @Test
    default void changingAValueAfterItsStoreChangesNothingStored() {
        ObjectNode value = (ObjectNode) json("{\"n\":1}");
        tool().store("k", value);
        value.put("n", 2);
        assertThat(stored("k")).isEqualTo("{\"n\":1}");
    }

    @Test
    default void changingARetrievedValueChangesNothingStored() {
        tool().store("k", json("{\"n\":1}"));
        ((ObjectNode) tool().retrieve("k").orElseThrow()).put("n", 2);
        assertThat(stored("k")).isEqualTo("{\"n\":1}");
    }

    @Test
    default void aFailureNamesOperationKeyBackendAndReason() {
        String key = "k".repeat(tool().limits().maxKeyBytes() + 1);
        StateToolException refusal = refused(Reason.KEY_TOO_LONG, () -> tool().find(key));
        assertThat(refusal.operation()).isEqualTo(Operation.RETRIEVE);
        assertThat(refusal.key()).contains(key);
        assertThat(refusal.getMessage()).contains("RETRIEVE", "kkk", tool().backend(), "KEY_TOO_LONG");
        assertThat(refusal.getMessage()).hasSizeLessThan(400);
    }

    @Test
    default void closingTwiceIsOnce() {
        tool().store("k", json("1"));
        tool().close();
        tool().close();
        refused(Reason.CLOSED, () -> tool().find("k"));
    }

    @Test
    default void aToolThatWasNeverUsedCanBeClosed() {
        McpStateTool unused = open(fixture().limits());
        unused.close();
        refused(Reason.CLOSED, () -> unused.exists("k"));
    }

    @Test
    default void aClosedToolRefusesEveryOperation() {
        tool().close();
        refused(Reason.CLOSED, () -> tool().store("k", json("1")));
        refused(Reason.CLOSED, () -> tool().retrieve("k"));
        refused(Reason.CLOSED, () -> tool().exists("k"));
        refused(Reason.CLOSED, () -> tool().delete("k"));
        refused(Reason.CLOSED, () -> tool().deleteIf("k", "v"));
        refused(Reason.CLOSED, () -> tool().list(ListRequest.of("")));
        refused(Reason.CLOSED, () -> tool().storeAll(List.of(StoreRequest.of("k", json("1")))));
        refused(Reason.CLOSED, () -> tool().findAll(List.of("k")));
        refused(Reason.CLOSED, () -> tool().scopedTo("agent").find("k"));
    }
}
