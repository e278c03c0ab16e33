package io.caxton.state.tck;

import static io.caxton.state.tck.Clauses.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.state.DeleteResult;
import io.caxton.state.McpStateTool;
import io.caxton.state.StateKeys;
import io.caxton.state.StateToolException.Reason;
import io.caxton.state.StoreRequest;
import io.caxton.state.StoreResult;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

interface ConditionClauses extends Clauses {

    @Test
    default void createIfAbsentStoresWhereThereIsNothing() {
        if (lacksCreateIfAbsent()) {
            return;
        }
        StoreResult result = tool().store(StoreRequest.of("k", json("1")).ifAbsent());
        assertThat(result)
                .isEqualTo(new StoreResult.Stored(tool().find("k").orElseThrow().version(), true));
    }

    @Test
    default void createIfAbsentLeavesWhatIsThereAndReportsItsVersion() {
        if (lacksCreateIfAbsent()) {
            return;
        }
        String version = storeVersioned("k", "null");
        failedWith(tool().store(StoreRequest.of("k", json("1")).ifAbsent()), version);
        assertThat(stored("k")).isEqualTo("null");
    }

    @Test
    default void createIfAbsentSucceedsAfterADelete() {
        if (lacksCreateIfAbsent()) {
            return;
        }
        tool().store("k", json("1"));
        tool().delete("k");
        assertThat(tool().store(StoreRequest.of("k", json("2")).ifAbsent())).isInstanceOf(StoreResult.Stored.class);
    }

    @Test
    default void compareAndSetStoresOverTheCurrentVersion() {
        if (lacksCompareAndSet()) {
            return;
        }
        String version = storeVersioned("k", "1");
        StoreResult result = compareAndSet("k", version, "2");
        String next = tool().find("k").orElseThrow().version();
        assertThat(result).isEqualTo(new StoreResult.Stored(next, false));
        assertThat(next).isNotEqualTo(version);
        assertThat(stored("k")).isEqualTo("2");
    }

    @Test
    default void compareAndSetAgainstAnOldVersionFailsAndReportsTheCurrentOne() {
        if (lacksCompareAndSet()) {
            return;
        }
        String old = storeVersioned("k", "1");
        String current = storeVersioned("k", "2");
        failedWith(compareAndSet("k", old, "3"), current);
        assertThat(stored("k")).isEqualTo("2");
    }

    @Test
    default void compareAndSetWinsOnlyOncePerVersion() {
        if (lacksCompareAndSet()) {
            return;
        }
        String version = storeVersioned("k", "1");
        assertThat(compareAndSet("k", version, "2")).isInstanceOf(StoreResult.Stored.class);
        assertThat(compareAndSet("k", version, "3")).isInstanceOf(StoreResult.ConditionFailed.class);
        assertThat(stored("k")).isEqualTo("2");
    }

    @Test
    default void compareAndSetOnAnAbsentKeyFailsAndCreatesNothing() {
        if (lacksCompareAndSet()) {
            return;
        }
        failedAbsent(compareAndSet("k", "some-version", "1"));
        assertThat(tool().exists("k")).isFalse();
    }

    @Test
    default void compareAndSetAgainstAnotherKeysVersionFails() {
        if (lacksCompareAndSet()) {
            return;
        }
        String other = storeVersioned("other", "1");
        String version = storeVersioned("k", "1");
        failedWith(compareAndSet("k", other, "2"), version);
    }

    @Test
    default void everyStoreGivesANewVersionEvenForTheSameValue() {
        if (lacksCompareAndSet()) {
            return;
        }
        Set<String> versions = new HashSet<>();
        for (int i = 0; i < 50; i++) {
            assertThat(versions.add(storeVersioned("k", "\"same\""))).isTrue();
        }
    }

    @Test
    default void aVersionFromBeforeADeleteNeverMatchesAgain() {
        if (lacksCompareAndSet()) {
            return;
        }
        Set<String> versions = new HashSet<>();
        for (int i = 0; i < 20; i++) {
            String version = storeVersioned("k", "1");
            assertThat(versions.add(version)).isTrue();
            tool().delete("k");
            failedAbsent(compareAndSet("k", version, "2"));
            String again = storeVersioned("k", "1");
            failedWith(compareAndSet("k", version, "2"), again);
            assertThat(versions.add(again)).isTrue();
            tool().delete("k");
        }
    }

    @Test
    default void aVersionDoesNotChangeByReadingFailingOrListing() {
        if (lacksCompareAndSet()) {
            return;
        }
        String version = storeVersioned("k", "1");
        tool().list("");
        tool().exists("k");
        compareAndSet("k", "wrong", "2");
        assertThat(tool().find("k").orElseThrow().version()).isEqualTo(version);
    }

    @Test
    default void aVersionFitsInAnETag() {
        assertThat(StateKeys.isVersion(storeVersioned("k", "1"))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "a b", "\"quoted\"", "a\r\nX-Header: b", "\u00e9", "a\u0000", "W/\"x\"", "a,b", "a\\b"})
    default void aTextThatIsNoVersionIsRefused(String version) {
        if (!lacksCompareAndSet()) {
            refused(Reason.INVALID_REQUEST, () -> compareAndSet("k", version, "1"));
        }
        if (!lacksConditionalDelete()) {
            refused(Reason.INVALID_REQUEST, () -> tool().deleteIf("k", version));
        }
    }

    @Test
    default void conditionalDeleteRemovesTheCurrentVersion() {
        if (lacksConditionalDelete()) {
            return;
        }
        String version = storeVersioned("k", "1");
        assertThat(tool().deleteIf("k", version)).isEqualTo(new DeleteResult.Deleted());
        assertThat(tool().exists("k")).isFalse();
    }

    @Test
    default void conditionalDeleteLeavesAnotherVersionAndReportsIt() {
        if (lacksConditionalDelete()) {
            return;
        }
        String old = storeVersioned("k", "1");
        String current = storeVersioned("k", "2");
        assertThat(tool().deleteIf("k", old)).isEqualTo(new DeleteResult.ConditionFailed(current));
        assertThat(stored("k")).isEqualTo("2");
    }

    @Test
    default void conditionalDeleteOfAnAbsentKeySaysSo() {
        if (lacksConditionalDelete()) {
            return;
        }
        assertThat(tool().deleteIf("k", "some-version")).isEqualTo(new DeleteResult.Absent());
        String version = storeVersioned("k", "1");
        tool().deleteIf("k", version);
        assertThat(tool().deleteIf("k", version)).isEqualTo(new DeleteResult.Absent());
    }

    @Test
    default void conditionalDeleteLeavesAKeyThatWasCreatedAnew() {
        if (lacksConditionalDelete()) {
            return;
        }
        String old = storeVersioned("k", "1");
        tool().delete("k");
        String current = storeVersioned("k", "1");
        assertThat(tool().deleteIf("k", old)).isEqualTo(new DeleteResult.ConditionFailed(current));
    }

    @Test
    default void aVersionHoldsAfterTheToolIsOpenedAgainAndIsNotGivenTwice() {
        if (lacksCompareAndSet()) {
            return;
        }
        Set<String> versions = new HashSet<>();
        versions.add(storeVersioned("k", "1"));
        tool().delete("k");
        String last = storeVersioned("k", "1");
        versions.add(last);
        tool().close();
        McpStateTool reopened = open(fixture().limits());
        StoreResult result = reopened.store(StoreRequest.of("k", json("2")).ifVersion(last));
        if (outlivesTheTool()) {
            assertThat(result).isInstanceOf(StoreResult.Stored.class);
            assertThat(versions).doesNotContain(((StoreResult.Stored) result).version());
        } else {
            failedAbsent(result);
        }
        reopened.delete("k");
        assertThat(versions).doesNotContain(reopened.store("k", json("3")).version());
    }

    private StoreResult compareAndSet(String key, String version, String value) {
        return tool().store(StoreRequest.of(key, json(value)).ifVersion(version));
    }
}
