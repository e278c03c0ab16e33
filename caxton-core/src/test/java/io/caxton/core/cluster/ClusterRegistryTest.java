package io.caxton.core.cluster;

import static io.caxton.core.cluster.Profiles.NOON;
import static io.caxton.core.cluster.Profiles.profile;
import static io.caxton.core.cluster.Registered.register;
import static io.caxton.core.cluster.Registered.update;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caxton.core.agent.AgentName;
import io.caxton.core.agent.AgentStatus;
import io.caxton.core.agent.Capability;
import io.caxton.core.cluster.Applied.Outcome;
import io.caxton.core.cluster.ClusterEvent.AgentAppeared;
import io.caxton.core.cluster.ClusterEvent.AgentChanged;
import io.caxton.core.cluster.ClusterEvent.AgentGone;
import io.caxton.core.cluster.ClusterEvent.AgentMoved;
import io.caxton.core.cluster.ClusterEvent.NodeForgotten;
import io.caxton.core.cluster.ClusterEvent.NodeReachable;
import io.caxton.core.cluster.ClusterEvent.NodeUnreachable;
import io.caxton.core.cluster.ClusterEvent.OwnEpochSpent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ClusterRegistryTest {
    /** Small: 16 nodes, 4 strangers, 200 agents of a node, 6 tombstones, 5 entries or 4,000 bytes an answer. */
    private static final ClusterLimits LIMITS = ClusterWorld.LIMITS;

    private final ClusterRegistry a = node("a", 10);
    private final ClusterRegistry b = node("b", 10);
    private final ClusterRegistry c = node("c", 10);

    ClusterRegistryTest() {
        for (ClusterRegistry registry : List.of(a, b, c)) {
            for (String other : List.of("a", "b", "c")) {
                registry.nodeSeen(NOON, other, 10);
            }
        }
    }

    @Test
    void whatOneNodeHasOthersLearn() {
        register(a, NOON, profile("x"));
        List<ClusterEvent> events = pull(b, a);
        ClusterAgent x = new ClusterAgent(profile("x"), "a", 1, true);
        assertThat(events).containsExactly(new AgentAppeared(x));
        assertThat(b.view().find("x")).contains(x);
        update(a, NOON, profile("x", "translator", AgentStatus.BUSY, 9));
        assertThat(pull(b, a)).singleElement().isInstanceOf(AgentChanged.class);
        a.remove(NOON, "x");
        assertThat(pull(b, a)).containsExactly(new AgentGone("x", "a"));
        assertThat(b.view().size()).isZero();
    }

    @Test
    void whoeverKnowsMoreMayAnswer() {
        register(a, NOON, profile("x"));
        pull(b, a);
        assertThat(c.isBehind(b.digest())).isTrue();
        pull(c, b);
        assertThat(c.view().find("x")).isPresent();
        assertThat(c.isBehind(b.digest())).isFalse();
        assertThat(b.answer(c.digest())).extracting(Delta::origin).doesNotContain("a");
    }

    @Test
    void aPushIsTakenAtOnceButNotWithAHoleBeforeIt() {
        pull(b, a);
        register(a, NOON, profile("x"));
        long first = a.ownCounter();
        Delta push = a.ownChanges(first - 1).orElseThrow();
        register(a, NOON, profile("y"));
        Delta second = a.ownChanges(first).orElseThrow();
        assertThat(b.apply(NOON, second).outcome()).isEqualTo(Outcome.HOLE);
        assertThat(b.view().size()).isZero();
        assertThat(b.apply(NOON, push).outcome()).isEqualTo(Outcome.TAKEN);
        assertThat(b.apply(NOON, second).outcome()).isEqualTo(Outcome.TAKEN);
        assertThat(b.apply(NOON, push).outcome()).isEqualTo(Outcome.KNOWN);
        assertThat(b.view().page("", 9, false))
                .extracting(ClusterAgent::agentId)
                .containsExactly("x", "y");
        assertThat(a.ownChanges(a.ownCounter())).isEmpty();
    }

    @Test
    void anUpdateThatSaysNothingNewHasNoNumber() {
        register(a, NOON, profile("x"));
        long counter = a.ownCounter();
        assertThat(update(a, NOON, profile("x"))).isEmpty();
        assertThat(update(a, NOON, profile("unknown"))).isEmpty();
        assertThat(a.remove(NOON, "unknown")).isEmpty();
        assertThat(a.ownCounter()).isEqualTo(counter);
    }

    @Test
    void anAnswerIsBoundedBeginsWithTheOldestAndSaysThatMoreIsToCome() {
        pull(b, a);
        registerMany(a, 12);
        Delta first = fromA(b);
        assertThat(first.entries()).hasSize(5).extracting(ClusterEntry::agentId).startsWith("x-0", "x-1");
        assertThat(first.more()).isTrue();
        b.apply(NOON, first);
        b.apply(NOON, fromA(b));
        Delta last = fromA(b);
        assertThat(last.entries()).hasSize(2);
        assertThat(last.more()).isFalse();
        b.apply(NOON, last);
        assertThat(b.view().size()).isEqualTo(12);
    }

    @Test
    void oneEntryLargerThanAnAnswerIsSentAlone() {
        AgentProfile large = new AgentProfile(
                "large",
                new AgentName("large"),
                List.of(),
                profile("x").mode(),
                AgentStatus.READY,
                1,
                0,
                Map.of("a", "x".repeat(1_024), "b", "x".repeat(1_024), "c", "x".repeat(1_024), "d", "€".repeat(999)),
                NOON);
        register(a, NOON, large);
        register(a, NOON, profile("x"));
        pull(b, a);
        assertThat(b.view().size()).isEqualTo(2);
    }

    @Test
    void whoMissedForgottenRemovalsGetsAWholeCopy() {
        registerMany(a, 20);
        pull(b, a);
        for (int i = 0; i < 10; i++) {
            a.remove(NOON, "x-" + i);
        }
        assertThat(a.replica("a").orElseThrow().tombstones()).isEqualTo(6);
        Delta first = fromA(b);
        assertThat(first.after()).isZero();
        b.apply(NOON, first);
        // Not shown before it is whole.
        assertThat(b.view().size()).isEqualTo(20);
        List<ClusterEvent> events = pull(b, a);
        assertThat(events).hasSize(10).allMatch(event -> event instanceof AgentGone);
        assertThat(b.view().size()).isEqualTo(10);
    }

    @Test
    void removalsAreForgottenWithAge() {
        register(a, NOON, profile("x"));
        a.remove(NOON, "x");
        Instant due = NOON.plus(LIMITS.tombstoneAge());
        assertThat(a.nextDeadline()).contains(due);
        a.tick(due.minusMillis(1));
        assertThat(a.replica("a").orElseThrow().tombstones()).isEqualTo(1);
        a.tick(due);
        assertThat(a.replica("a").orElseThrow().tombstones()).isZero();
        assertThat(a.nextDeadline()).isEmpty();
    }

    @Test
    void aNodeThatRestartsNeverVanishesInBetween() {
        registerMany(a, 12);
        pull(b, a);
        ClusterRegistry again = new ClusterRegistry("a", 11, restored(a, 11), LIMITS, new Random(1), NOON);
        List<ClusterEvent> events = new ArrayList<>();
        while (b.isBehind(again.digest())) {
            again.answer(b.digest())
                    .forEach(delta -> events.addAll(b.apply(NOON, delta).events()));
            assertThat(b.view().size()).isGreaterThanOrEqualTo(11);
        }
        assertThat(events).containsExactly(new AgentGone("x-9", "a"));
        assertThat(b.view().size()).isEqualTo(11);
    }

    @Test
    void anEarlierEpochSaysNothingMore() {
        register(a, NOON, profile("x"));
        Delta old = fromA(b);
        ClusterRegistry again = node("a", 11);
        pull(b, again);
        assertThat(b.apply(NOON, old).outcome()).isEqualTo(Outcome.KNOWN);
        assertThat(b.view().size()).isZero();
    }

    @Test
    void aCopyWhoseRestDoesNotComeIsGivenUp() {
        registerMany(a, 12);
        ClusterRegistry again = new ClusterRegistry("a", 11, restored(a, 12), LIMITS, new Random(1), NOON);
        pull(b, a);
        b.apply(NOON, fromA(again, b));
        assertThat(line(b, "a").epoch()).isEqualTo(11);
        b.tick(NOON.plus(LIMITS.copyPatience()));
        assertThat(line(b, "a").epoch()).isEqualTo(10);
        assertThat(b.view().size()).isEqualTo(12);
    }

    @Test
    void agentsOfAFailedNodeAreUnreachableUntilItIsBack() {
        register(a, NOON, profile("x"));
        pull(b, a);
        assertThat(b.view().pool(new AgentName("translator")).takers()).containsExactly("x");
        assertThat(b.nodeFailed(NOON, "a")).containsExactly(new NodeUnreachable("a"));
        assertThat(b.nodeFailed(NOON, "a")).isEmpty();
        assertThat(b.view().find("x")).map(ClusterAgent::reachable).contains(false);
        assertThat(b.view().pool(new AgentName("translator")).takers()).isEmpty();
        assertThat(b.view().pool(new AgentName("translator")).firstAway(id -> true))
                .contains("x");
        assertThat(b.view().page("", 10, true)).isEmpty();
        assertThat(b.view().page("", 10, false)).hasSize(1);
        assertThat(b.nodeSeen(NOON, "a", 10)).containsExactly(new NodeReachable("a"));
        assertThat(b.view().page("", 10, true)).hasSize(1);
    }

    @Test
    void whatIsNewsOfAFailedNodeIsStillTakenFromOthers() {
        b.nodeFailed(NOON, "a");
        register(a, NOON, profile("x"));
        pull(c, a);
        pull(b, c);
        assertThat(b.view().find("x")).map(ClusterAgent::reachable).contains(false);
    }

    @Test
    void agentsOfANodeThatLeftAreKnownOnUntilItIsReaped() {
        register(a, NOON, profile("x"));
        pull(b, a);
        assertThat(b.nodeLeft(NOON, "a")).containsExactly(new NodeUnreachable("a"));
        assertThat(b.view().find("x")).map(ClusterAgent::reachable).contains(false);
        assertThat(b.view().page("", 10, true)).isEmpty();
        b.tick(NOON.plus(Duration.ofDays(1)));
        assertThat(b.view().find("x")).as("membership says when it is enough").isPresent();
        assertThat(b.isForgotten("a")).isFalse();
        assertThat(b.nodeSeen(NOON, "a", 11)).containsExactly(new NodeReachable("a"));
        b.nodeLeft(NOON, "a");
        assertThat(b.nodeReaped(NOON, "a")).containsExactly(new AgentGone("x", "a"), new NodeForgotten("a"));
        assertThat(b.isForgotten("a")).isTrue();
    }

    @Test
    void anInstanceOfANodeThatLeftMovesToWhereItRegistersAndStaysThereWhenTheNodeIsBack() {
        register(a, NOON, profile("x"));
        pull(b, a);
        b.nodeLeft(NOON, "a");
        assertThat(register(b, NOON, profile("x")).events()).containsExactly(new AgentMoved("x", "a", "b"));
        b.nodeSeen(NOON, "a", 10);
        assertThat(pull(a, b)).containsExactly(new AgentMoved("x", "a", "b"));
        assertThat(b.view().find("x")).map(ClusterAgent::nodeId).contains("b");
    }

    @Test
    void whoIsGoneTheLongestMakesRoomForWhoIsAlive() {
        for (int i = 0; i < 16; i++) {
            b.nodeSeen(NOON, "m" + i, 1);
        }
        assertThat(b.nodeSeen(NOON, "one-too-many", 1)).isEmpty();
        b.nodeLeft(NOON.plusSeconds(2), "m3");
        b.nodeFailed(NOON.plusSeconds(1), "m7");
        b.nodeFailed(NOON.plusSeconds(3), "m7");
        assertThat(b.nodeFailed(NOON, "gone-and-unknown")).isEmpty();
        assertThat(b.nodeSeen(NOON, "new", 1)).containsExactly(new NodeForgotten("m7"), new NodeReachable("new"));
        assertThat(b.nodeSeen(NOON, "newer", 1)).contains(new NodeForgotten("m3"));
        assertThat(b.nodeSeen(NOON, "newest", 1)).isEmpty();
    }

    @Test
    void agentsOfANodeThatWasReapedAreNotBroughtBackByThoseWhoHaveNotHeard() {
        register(a, NOON, profile("x"));
        pull(b, a);
        pull(c, a);
        pull(b, c);
        assertThat(b.nodeReaped(NOON, "a")).containsExactly(new AgentGone("x", "a"), new NodeForgotten("a"));
        assertThat(c.answer(b.digest())).extracting(Delta::origin).doesNotContain("a");
        assertThat(b.apply(NOON, fromA(node("d", 1))).reason()).isEqualTo("the node is gone");
        assertThat(b.nodeFailed(NOON, "a")).isEmpty();
        assertThat(b.isBehind(c.digest())).isFalse();
        // It comes back in the same epoch, as one that was only cut off for long.
        b.nodeSeen(NOON, "a", 10);
        pull(b, c);
        assertThat(b.view().find("x")).map(ClusterAgent::reachable).contains(true);
    }

    @Test
    void anEchoOfALifeBeforeDoesNotBringANodeBack() {
        b.nodeReaped(NOON, "a");
        b.nodeSeen(NOON, "a", 9);
        register(a, NOON, profile("x"));
        assertThat(b.apply(NOON, fromA(c)).outcome()).isEqualTo(Outcome.REFUSED);
    }

    @Test
    void strangersAreHeardOfButNotSpreadAndForgottenIfMembershipNeverTellsOfThem() {
        ClusterRegistry stranger = node("s", 5);
        register(stranger, NOON, profile("x"));
        pull(b, stranger);
        assertThat(b.view().find("x")).map(ClusterAgent::reachable).contains(false);
        assertThat(b.answer(c.digest())).extracting(Delta::origin).doesNotContain("s");
        assertThat(b.tick(NOON.plus(LIMITS.strangerAge())))
                .containsExactly(new AgentGone("x", "s"), new NodeForgotten("s"));
        assertThat(b.figures().strangers()).isZero();
        assertThat(b.figures().departed()).isEqualTo(1);
        b.tick(NOON.plus(LIMITS.strangerAge()).plus(LIMITS.departedAge()));
        assertThat(b.figures().departed()).isZero();
    }

    @Test
    void strangersAreBoundedAndMakeRoomForMembers() {
        for (int i = 0; i < 6; i++) {
            Applied applied = b.apply(NOON, fromA(node("s" + i, 1), "s" + i));
            assertThat(applied.outcome()).isEqualTo(i < 4 ? Outcome.TAKEN : Outcome.REFUSED);
        }
        for (int i = 0; i < 20; i++) {
            b.nodeSeen(NOON, "m" + i, 1);
        }
        assertThat(b.figures().nodes()).isEqualTo(16);
        assertThat(b.figures().strangers()).isZero();
    }

    @Test
    void agentsOfANodeAndOfAllNodesAreBounded() {
        ClusterLimits few = limits(20, 30);
        ClusterRegistry reader = new ClusterRegistry("r", 1, List.of(), few, new Random(1), NOON);
        for (String other : List.of("a", "b", "s")) {
            registerMany(node(other, 11), 0);
        }
        reader.nodeSeen(NOON, "a", 10);
        reader.nodeSeen(NOON, "b", 10);
        registerMany(a, 21);
        assertThat(pullUntilRefused(reader, a)).isEqualTo("a node has at most 20 agents");
        assertThat(reader.view().size()).isLessThanOrEqualTo(20);
        a.remove(NOON, "x-0");
        a.remove(NOON, "x-1");
        registerMany(b, 15, "y-");
        assertThat(pullUntilRefused(reader, b)).isEqualTo("the cluster has at most 30 agents of 4194304 bytes in all");
        assertThat(reader.figures().agents()).isLessThanOrEqualTo(30);
        assertThatThrownBy(() -> registerMany(reader, 21, "z-")).hasMessage("a node has at most 20 agents");
    }

    @Test
    void theInstanceThatRegisteredElsewhereMovesForAllWhateverTheOrder() {
        register(a, NOON, profile("x"));
        pull(b, a);
        pull(c, a);
        Registered moved = register(b, NOON, profile("x"));
        assertThat(moved.fence()).isEqualTo(2);
        assertThat(moved.events()).containsExactly(new AgentMoved("x", "a", "b"));
        assertThat(pull(a, b)).containsExactly(new AgentMoved("x", "a", "b"));
        assertThat(a.remove(NOON, "x")).isEmpty();
        ClusterRegistry late = node("d", 10);
        late.nodeSeen(NOON, "a", 10);
        late.nodeSeen(NOON, "b", 10);
        pull(late, b);
        pull(late, a);
        pull(c, b);
        for (ClusterRegistry registry : List.of(a, b, c, late)) {
            assertThat(registry.view().find("x")).map(ClusterAgent::nodeId).contains("b");
        }
        assertThat(a.figures().contested()).isZero();
        // And back again.
        assertThat(register(a, NOON, profile("x")).fence()).isEqualTo(3);
    }

    @Test
    void ofTwoNodesThatDidNotKnowOfEachOtherTheSameWinsEverywhere() {
        register(a, NOON, profile("x"));
        register(b, NOON, profile("x"));
        pull(c, b);
        assertThat(c.view().find("x")).map(ClusterAgent::nodeId).contains("b");
        assertThat(pull(a, b)).isEmpty();
        assertThat(pull(b, a)).containsExactly(new AgentMoved("x", "b", "a"));
        pull(c, a);
        assertThat(c.view().find("x")).map(ClusterAgent::nodeId).contains("a");
        assertThat(c.figures().contested()).isEqualTo(1);
        b.remove(NOON, "x");
        pull(c, b);
        assertThat(c.figures().contested()).isZero();
    }

    @Test
    void aNodeThatRestoresAnInstanceThatMovedMeanwhileIsTold() {
        register(b, NOON, profile("x"));
        b.remove(NOON, "x");
        register(b, NOON, profile("x"));
        ClusterRegistry again =
                new ClusterRegistry("a", 11, List.of(new OwnAgent(profile("x"), 1)), LIMITS, new Random(1), NOON);
        again.nodeSeen(NOON, "b", 10);
        assertThat(pull(again, b)).containsExactly(new AgentMoved("x", "a", "b"));
    }

    @Test
    void whoRegistersAfterARemovalWinsOverThoseWhoHaveNotHeardOfIt() {
        register(a, NOON, profile("x"));
        pull(c, a);
        a.remove(NOON, "x");
        pull(b, a);
        assertThat(register(b, NOON, profile("x")).fence()).isEqualTo(2);
        assertThat(c.apply(NOON, from(b, c, "b")).events()).containsExactly(new AgentMoved("x", "a", "b"));
        assertThat(pull(c, b)).isEmpty();
    }

    @Test
    void nobodySpeaksForAnotherNodesOwnAgentsButAHigherVersionIsNoted() {
        register(a, NOON, profile("x"));
        Delta forged = new Delta("a", 10, 0, 50, 50, 50, List.of());
        Applied applied = a.apply(NOON, forged);
        assertThat(applied.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(applied.events()).containsExactly(new OwnEpochSpent(11));
        assertThat(a.apply(NOON, forged).events()).isEmpty();
        assertThat(a.view().find("x")).isPresent();
        assertThatThrownBy(() -> a.beginEpoch(NOON, 10)).hasMessageStartingWith("epoch must be from 11");
    }

    @Test
    void aNodeThatLostItsDataUsesNoVersionTwice() {
        registerMany(a, 3);
        pull(b, a);
        ClusterRegistry empty = node("a", 2);
        register(empty, NOON, profile("new"));
        assertThat(b.apply(NOON, fromA(empty, c)).outcome()).isEqualTo(Outcome.KNOWN);
        assertThat(empty.heard(b.digest())).containsExactly(new OwnEpochSpent(11));
        empty.beginEpoch(NOON, empty.freeEpoch());
        pull(b, empty);
        assertThat(b.view().page("", 9, false))
                .extracting(ClusterAgent::agentId)
                .containsExactly("new");
    }

    @Test
    void aNodeThatLostItsDataLearnsItsEpochAlsoFromThoseWhoHaveForgottenIt() {
        pull(b, a);
        b.nodeReaped(NOON, "a");
        assertThat(a.heard(b.digest())).isEmpty();
        assertThat(node("a", 2).heard(b.digest())).containsExactly(new OwnEpochSpent(11));
    }

    @Test
    void pagesGoByAgentId() {
        registerMany(a, 10);
        update(a, NOON, profile("x-3", "other", AgentStatus.BUSY, 0));
        pull(b, a);
        AgentName name = new AgentName("translator");
        assertThat(ids(b.view().page(name, "", 4, false))).containsExactly("x-0", "x-1", "x-2", "x-4");
        assertThat(ids(b.view().page(name, "x-4", 3, true))).containsExactly("x-5", "x-6", "x-7");
        assertThat(ids(b.view().page(Profiles.TRANSLATE, "x-1", 2, false))).containsExactly("x-2", "x-3");
        Capability any = new Capability("translate", Optional.empty());
        assertThat(ids(b.view().page(any, "x-8", 5, false))).containsExactly("x-9");
        b.nodeFailed(NOON, "a");
        assertThat(b.view().page(any, "", 5, true)).isEmpty();
        assertThat(b.view().page(any, "", 5, false)).hasSize(5);
    }

    private static ClusterLimits limits(int agentsPerNode, int agents) {
        return new ClusterLimits(
                16,
                4,
                agentsPerNode,
                AgentProfile.MAX_BYTES,
                agents,
                4L << 20,
                6,
                5,
                4_000,
                Duration.ofSeconds(200),
                Duration.ofSeconds(100),
                Duration.ofSeconds(20),
                Duration.ofSeconds(400));
    }

    private static ClusterRegistry node(String id, long epoch) {
        return new ClusterRegistry(id, epoch, List.of(), LIMITS, new Random(1), NOON);
    }

    private static void registerMany(ClusterRegistry registry, int agents) {
        registerMany(registry, agents, "x-");
    }

    private static void registerMany(ClusterRegistry registry, int agents, String prefix) {
        IntStream.range(0, agents).forEach(i -> register(registry, NOON, profile(prefix + i)));
    }

    /** The first so many of its agents by id, as its disk has them; one is lost if fewer. */
    private static List<OwnAgent> restored(ClusterRegistry registry, int agents) {
        return registry.view().page("", agents, false).stream()
                .map(agent -> new OwnAgent(agent.profile(), agent.fence()))
                .toList();
    }

    private static List<String> ids(List<ClusterAgent> agents) {
        return agents.stream().map(ClusterAgent::agentId).toList();
    }

    private static Digest.Line line(ClusterRegistry registry, String origin) {
        return registry.digest().lines().stream()
                .filter(line -> line.origin().equals(origin))
                .findFirst()
                .orElseThrow();
    }

    private Delta fromA(ClusterRegistry asker) {
        return fromA(a, asker);
    }

    private static Delta fromA(ClusterRegistry teller, ClusterRegistry asker) {
        return from(teller, asker, "a");
    }

    private static Delta from(ClusterRegistry teller, ClusterRegistry asker, String origin) {
        return teller.answer(asker.digest()).stream()
                .filter(delta -> delta.origin().equals(origin))
                .findFirst()
                .orElseThrow();
    }

    private static Delta fromA(ClusterRegistry teller, String origin) {
        return teller.answer(new Digest(List.of())).stream()
                .filter(delta -> delta.origin().equals(origin))
                .findFirst()
                .orElseThrow();
    }

    /** Exchanges until nothing is missing. */
    private static List<ClusterEvent> pull(ClusterRegistry to, ClusterRegistry from) {
        List<ClusterEvent> events = new ArrayList<>();
        for (int round = 0; round < 100; round++) {
            List<Delta> answer = ClusterCodec.decode(ClusterCodec.encode(Exchange.telling(from.answer(to.digest()))))
                    .deltas();
            if (answer.isEmpty()) {
                return events;
            }
            answer.forEach(delta -> events.addAll(to.apply(NOON, delta).events()));
        }
        throw new AssertionError("does not end");
    }

    private static String pullUntilRefused(ClusterRegistry to, ClusterRegistry from) {
        for (int round = 0; round < 100; round++) {
            for (Delta delta : from.answer(to.digest())) {
                Applied applied = to.apply(NOON, delta);
                if (applied.outcome() == Outcome.REFUSED) {
                    return applied.reason();
                }
            }
        }
        throw new AssertionError("is never refused");
    }
}
