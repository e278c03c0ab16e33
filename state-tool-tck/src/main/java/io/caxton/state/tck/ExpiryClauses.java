package io.caxton.state.tck;

import static io.caxton.state.tck.Clauses.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.state.DeleteResult;
import io.caxton.state.StateToolException.Reason;
import io.caxton.state.StoreRequest;
import io.caxton.state.StoreResult;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

interface ExpiryClauses extends Clauses {

    @Test
    default void anEntryLivesUntilItsTimeAndSaysWhenThatIs() {
        if (lacksTtl()) {
            return;
        }
        storeExpiring("k", LONG_TTL);
        assertThat(stored("k")).isEqualTo("1");
        Instant expiresAt = tool().find("k").orElseThrow().expiresAt().orElseThrow();
        fixture().clock().ifPresent(clock -> {
            assertThat(expiresAt).isEqualTo(clock.instant().plus(LONG_TTL));
            clock.advance(LONG_TTL.minusMillis(1));
            assertThat(tool().exists("k")).isTrue();
            clock.advance(Duration.ofMillis(1));
            assertThat(tool().exists("k")).isFalse();
        });
    }

    @Test
    default void anExpiredKeyIsNotRetrieved() {
        if (expired("k")) {
            assertThat(tool().retrieve("k")).isEmpty();
            assertThat(tool().find("k")).isEmpty();
            assertThat(tool().exists("k")).isFalse();
            assertThat(tool().findAll(List.of("k"))).isEmpty();
        }
    }

    @Test
    default void anExpiredKeyIsNotListed() {
        tool().store("a", json("1"));
        tool().store("c", json("1"));
        if (expired("b")) {
            assertThat(tool().list("")).containsExactly("a", "c");
            assertThat(pages(tool(), "", 1)).containsExactly("a", "c");
            assertThat(tool().list("b")).isEmpty();
        }
    }

    @Test
    default void deletingAnExpiredKeySaysThatThereWasNone() {
        if (expired("k")) {
            assertThat(tool().delete("k")).isFalse();
        }
    }

    @Test
    default void storingOverAnExpiredKeyCreatesIt() {
        if (expired("k")) {
            assertThat(tool().store("k", json("2")).created()).isTrue();
            assertThat(stored("k")).isEqualTo("2");
            assertThat(tool().list("")).containsExactly("k");
        }
    }

    @Test
    default void createIfAbsentSucceedsAfterExpiry() {
        if (lacksCreateIfAbsent()) {
            return;
        }
        if (expired("k")) {
            StoreResult result = tool().store(StoreRequest.of("k", json("2")).ifAbsent());
            assertThat(result).isInstanceOf(StoreResult.Stored.class);
            assertThat(((StoreResult.Stored) result).created()).isTrue();
        }
    }

    @Test
    default void compareAndSetAgainstAnExpiredVersionFails() {
        if (lacksCompareAndSet() || lacksTtl()) {
            return;
        }
        String version = ((StoreResult.Stored) storeExpiring("k", SHORT_TTL)).version();
        expireShortTtl();
        failedAbsent(tool().store(StoreRequest.of("k", json("2")).ifVersion(version)));
        assertThat(tool().exists("k")).isFalse();
        String next = storeVersioned("k", "3");
        assertThat(next).isNotEqualTo(version);
        failedWith(tool().store(StoreRequest.of("k", json("4")).ifVersion(version)), next);
    }

    @Test
    default void conditionalDeleteOfAnExpiredVersionFindsItAbsent() {
        if (lacksConditionalDelete() || lacksTtl()) {
            return;
        }
        String version = ((StoreResult.Stored) storeExpiring("k", SHORT_TTL)).version();
        expireShortTtl();
        assertThat(tool().deleteIf("k", version)).isEqualTo(new DeleteResult.Absent());
    }

    @Test
    default void storingWithoutATimeToLiveClearsIt() {
        if (lacksTtl()) {
            return;
        }
        storeExpiring("k", SHORT_TTL);
        tool().store("k", json("2"));
        expireShortTtl();
        assertThat(stored("k")).isEqualTo("2");
        assertThat(tool().find("k").orElseThrow().expiresAt()).isEmpty();
    }

    @Test
    default void storingWithATimeToLiveLimitsAKeyThatHadNone() {
        tool().store("k", json("1"));
        if (expired("k")) {
            assertThat(tool().exists("k")).isFalse();
        }
    }

    @Test
    default void aNewTimeToLiveReplacesTheOldOne() {
        if (lacksTtl()) {
            return;
        }
        storeExpiring("k", SHORT_TTL);
        storeExpiring("k", LONG_TTL);
        expireShortTtl();
        assertThat(tool().exists("k")).isTrue();
    }

    @Test
    default void aFailedConditionLeavesTheTimeToLive() {
        if (lacksTtl() || lacksCreateIfAbsent()) {
            return;
        }
        storeExpiring("k", LONG_TTL);
        var before = tool().find("k").orElseThrow().expiresAt();
        StoreRequest refused = StoreRequest.of("k", json("2")).ifAbsent();
        assertThat(tool().store(refused)).isInstanceOf(StoreResult.ConditionFailed.class);
        assertThat(tool().store(refused.expiringAfter(LONG_TTL.plusHours(1))))
                .isInstanceOf(StoreResult.ConditionFailed.class);
        assertThat(before).isPresent();
        assertThat(tool().find("k").orElseThrow().expiresAt()).isEqualTo(before);
    }

    @Test
    default void readingDoesNotProlongALife() {
        if (lacksTtl()) {
            return;
        }
        storeExpiring("k", SHORT_TTL);
        tool().find("k");
        tool().list("");
        expireShortTtl();
        assertThat(tool().exists("k")).isFalse();
    }

    @Test
    default void aBatchCarriesTimesToLive() {
        if (lacksTtl()) {
            return;
        }
        tool().storeAll(List.of(
                StoreRequest.of("brief", json("1")).expiringAfter(SHORT_TTL), StoreRequest.of("lasting", json("1"))));
        expireShortTtl();
        assertThat(tool().list("")).containsExactly("lasting");
        assertThat(tool().findAll(List.of("brief", "lasting"))).containsOnlyKeys("lasting");
    }

    @Test
    default void aTimeToLiveThatMakesNoSenseIsRefused() {
        if (lacksTtl()) {
            return;
        }
        Duration tooLong = tool().limits().maxTtl().plusNanos(1);
        for (Duration ttl :
                List.of(Duration.ZERO, Duration.ofMillis(-1), tooLong, Duration.ofSeconds(Long.MAX_VALUE))) {
            refused(Reason.INVALID_REQUEST, () -> storeExpiring("k", ttl));
        }
        assertThat(tool().exists("k")).isFalse();
    }

    @Test
    default void theShortestAndTheLongestTimeToLiveAreKept() {
        if (lacksTtl()) {
            return;
        }
        storeExpiring("longest", tool().limits().maxTtl());
        storeExpiring("shortest", Duration.ofNanos(1));
        expireShortTtl();
        assertThat(tool().list("")).containsExactly("longest");
    }

    @Test
    default void manyExpiredKeysDoNotHideALiveOne() {
        if (lacksTtl()) {
            return;
        }
        for (int i = 0; i < 60; i++) {
            storeExpiring("brief-" + i, SHORT_TTL);
        }
        tool().store("lasting", json("1"));
        expireShortTtl();
        assertThat(pages(tool(), "", 7)).containsExactly("lasting");
    }

    /** Stores a key and lets it expire; false if the backend has no time to live and refused it. */
    private boolean expired(String key) {
        if (lacksTtl()) {
            return false;
        }
        storeExpiring(key, SHORT_TTL);
        expireShortTtl();
        return true;
    }
}
