package io.caxton.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.core.agent.AgentInstance;
import io.caxton.core.agent.AgentName;
import io.caxton.core.copies.Claim;
import io.caxton.core.copies.Claimed;
import io.caxton.core.copies.Copy;
import io.caxton.core.copies.CopyBatch;
import io.caxton.core.copies.CopyLimits;
import io.caxton.core.copies.CopyUsage;
import io.caxton.core.delivery.Delivery;
import io.caxton.core.delivery.DeliveryState;
import io.caxton.core.delivery.OutcomeReport;
import io.caxton.core.delivery.ReceiptStatus;
import io.caxton.core.engine.AcceptResult.Accepted;
import io.caxton.core.engine.AcceptResult.Conflict;
import io.caxton.core.engine.Copies.Adopted;
import io.caxton.core.engine.Copies.Reconciled;
import io.caxton.core.engine.Mailboxes.Leased;
import io.caxton.core.message.Guarantee;
import io.caxton.core.message.Message;
import io.caxton.core.message.MessageBuilder;
import io.caxton.core.message.Performative;
import io.caxton.core.message.Recipient;
import io.caxton.core.storage.InMemoryLocalState;
import io.caxton.core.storage.StoredMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.JsonNodeFactory;

/** The owner "a" and the node "b" that keeps its copies. */
class CopiesTest {
    private static final CopyLimits MUCH = new CopyLimits(1_000, 1 << 20, 1_000, 1 << 20);
    private static final String STORE = "disk-1";

    private final List<String> heard = new ArrayList<>();
    private final EngineFixture a = node("a");
    private final EngineFixture b = node("b");
    private final AgentInstance here = a.register("ben");

    private EngineFixture node(String id) {
        EngineListener listener = new EngineListener() {
            @Override
            public void available(String agentId) {
                heard.add(agentId);
            }
        };
        return new EngineFixture(id, new InMemoryLocalState(), EngineFixture.SETTINGS, id.hashCode(), listener);
    }

    private static MessageBuilder request(String id) {
        return Message.builder(
                id,
                Performative.REQUEST,
                new AgentName("alice"),
                new Recipient.ToAgent(new AgentName("ben")),
                JsonNodeFactory.instance.stringNode("hello"));
    }

    private Submission request(String id, String conversation) {
        Message message = request(id).conversation(conversation).build();
        return new Submission(message, 7, Optional.of("key-" + id), "print-" + id);
    }

    private Optional<Copy> accept(Submission submission) {
        return a.run(tx -> {
            AcceptResult result = a.engine.acceptance().accept(tx, a.now, submission);
            return Copies.of(tx, submission, (Accepted) result);
        });
    }

    /** Accepts a message at the owner and lets the other keep its copy. */
    private Copy copied(String id, String conversation) {
        Copy copy = accept(request(id, conversation)).orElseThrow();
        assertThat(keep(MUCH, List.of(copy), List.of())).containsExactly(true);
        return copy;
    }

    private List<Boolean> keep(CopyLimits limits, List<Copy> copies, List<String> drops) {
        return b.run(tx -> b.engine.copies().keep(tx, "a", new CopyBatch(STORE, copies, drops), limits));
    }

    private Adopted adopt(long after, int limit) {
        return b.run(tx -> b.engine.copies().adopt(tx, b.now, "a", STORE, after, limit));
    }

    private List<Claimed> claim(String store) {
        return b.run(tx -> b.engine.copies().claimed(tx, b.now, "a", new Claim(store, "")));
    }

    private Reconciled reconcile(List<Claimed> claimed) {
        return a.run(tx -> a.engine.copies().reconcile(tx, a.now, "b", claimed));
    }

    private CopyUsage usage() {
        return b.state.read(tx -> tx.copies().usage());
    }

    private static List<String> ids(List<Leased> leased) {
        return leased.stream().map(each -> each.message().message().id()).toList();
    }

    @Test
    void aKeptCopyIsSeenByNobodyUntilItIsAdopted() {
        AgentInstance ben = b.register("ben");
        copied("m1", "c");
        assertThat(b.lease(ben, 9)).isEmpty();
        Optional<StoredMessage> seen = b.state.read(tx -> tx.messages().find("m1"));
        assertThat(seen).isEmpty();
        Adopted adopted = adopt(0, 9);
        assertThat(adopted.adopted()).extracting(each -> each.message().id()).containsExactly("m1");
        assertThat(adopted.last()).isEmpty();
        assertThat(ids(b.lease(ben, 9))).containsExactly("m1");
        assertThat(b.ack(ben, "m1")).isEqualTo(Mailboxes.Settlement.DONE);
        assertThat(b.status("m1")).isEqualTo(ReceiptStatus.HANDLED);
        assertThat(adopt(0, 9).adopted()).as("once").isEmpty();
    }

    @Test
    void aConversationIsAdoptedInTheOrderOfItsOwnerAStepAtATime() {
        AgentInstance ben = b.register("ben");
        List<Copy> copies = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            copies.add(accept(request("m" + i, "c")).orElseThrow());
        }
        List<Copy> mixed = List.of(copies.get(3), copies.get(0), copies.get(4), copies.get(2), copies.get(1));
        keep(MUCH, mixed, List.of());
        Adopted first = adopt(0, 3);
        assertThat(first.adopted()).hasSize(3);
        assertThat(adopt(first.last().orElseThrow(), 3).last()).isEmpty();
        List<String> order = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            order.addAll(ids(b.lease(ben, 9)));
            b.ack(ben, "m" + i);
        }
        assertThat(order).containsExactly("m0", "m1", "m2", "m3", "m4");
    }

    @Test
    void whoIsNotThereIsWaitedForAndTheDeadlineHolds() {
        copied("m1", "c");
        adopt(0, 9);
        assertThat(b.status("m1")).isEqualTo(ReceiptStatus.QUEUED);
        AgentInstance ben = b.register("ben");
        assertThat(ids(b.lease(ben, 9))).containsExactly("m1");
        copied("m2", "d");
        adopt(0, 9);
        b.pass(Duration.ofDays(8));
        assertThat(b.status("m2")).isEqualTo(ReceiptStatus.EXPIRED);
    }

    @Test
    void theSameRequestIsRecognisedWhereItWasAdopted() {
        b.register("ben");
        copied("m1", "c");
        adopt(0, 9);
        AcceptResult again = b.send(request("m1", "c"));
        assertThat(again)
                .isInstanceOfSatisfying(
                        Accepted.class, ok -> assertThat(ok.repeated()).isTrue());
        Submission other = new Submission(request("m9").build(), 7, Optional.of("key-m1"), "something else");
        assertThat(b.send(other)).isInstanceOf(Conflict.class);
    }

    @Test
    void whatIsBeyondTheBoundsIsNotKept() {
        Copy one = accept(request("m1", "c")).orElseThrow();
        Copy two = accept(request("m2", "c")).orElseThrow();
        assertThat(keep(new CopyLimits(1, 1 << 20, 9, 1 << 20), List.of(one, two), List.of()))
                .containsExactly(true, false);
        assertThat(keep(new CopyLimits(1, 1 << 20, 9, 1 << 20), List.of(one), List.of()))
                .as("kept already")
                .containsExactly(true);
        assertThat(keep(new CopyLimits(9, one.sizeBytes() + 1, 9, 1 << 20), List.of(two), List.of()))
                .containsExactly(false);
        assertThat(keep(new CopyLimits(9, 1 << 20, 1, 1 << 20), List.of(two), List.of()))
                .containsExactly(false);
        assertThat(keep(new CopyLimits(9, 1 << 20, 9, one.sizeBytes()), List.of(two), List.of()))
                .containsExactly(false);
        assertThat(usage()).isEqualTo(new CopyUsage(1, one.sizeBytes()));
        assertThat(keep(new CopyLimits(1, 1 << 20, 9, 1 << 20), List.of(two), List.of("m1")))
                .as("a drop makes room")
                .containsExactly(true);
    }

    @Test
    void whatNeedsNoSecondDiskIsNotCopied() {
        Submission once = Submission.of(
                a.message("alice", "ben").guarantee(Guarantee.AT_MOST_ONCE).build());
        assertThat(accept(once)).isEmpty();
        a.ack(here, a.leaseOne(here).message().message().id());
        Submission handled = request("m1", "c");
        Copy copy = accept(handled).orElseThrow();
        assertThat(accept(handled))
                .as("repeated before its outcome")
                .hasValueSatisfying(
                        again -> assertThat(again).usingRecursiveComparison().isEqualTo(copy));
        a.leaseOne(here);
        a.ack(here, "m1");
        assertThat(accept(handled)).as("repeated after it").isEmpty();
    }

    @Test
    void anOwnerThatComesBackLeavesWhatWasAdoptedAndHearsItsOutcome() {
        AgentInstance ben = b.register("ben");
        copied("m1", "c");
        copied("m2", "d");
        adopt(0, 9);
        b.leaseOne(ben);
        b.ack(ben, "m1");
        a.restart();
        List<Claimed> claimed = claim(STORE);
        Reconciled done = reconcile(claimed);
        assertThat(done.moved()).isEqualTo(2);
        assertThat(done.drops()).containsExactlyInAnyOrder("m1", "m2");
        assertThat(reconcile(claimed).moved()).as("asked again").isZero();
        assertThat(a.lease(here, 9)).isEmpty();
        assertThat(a.deliveries("m2")).extracting(Delivery::state).containsExactly(DeliveryState.FORWARDED);
        b.leaseOne(ben);
        b.ack(ben, "m2");
        List<OutcomeReport> reports = b.state.read(tx -> tx.reports().of("a", 9));
        a.run(tx -> {
            a.engine
                    .forwarding()
                    .outcomes(
                            tx,
                            a.now,
                            "b",
                            reports.stream()
                                    .map(r -> b.state.read(
                                            t -> b.engine.forwarding().outcome(t, r)))
                                    .toList());
            return true;
        });
        assertThat(a.status("m1")).isEqualTo(ReceiptStatus.HANDLED);
        assertThat(a.status("m2")).isEqualTo(ReceiptStatus.HANDLED);
        keep(MUCH, List.of(), done.drops());
        assertThat(usage()).isEqualTo(CopyUsage.NONE);
    }

    @Test
    void whatSomebodyHasInHandStaysHisUntilHisLeaseEnds() {
        b.register("ben");
        copied("m1", "c");
        a.leaseOne(here);
        adopt(0, 9);
        assertThat(reconcile(claim(STORE)).moved()).isZero();
        assertThat(a.ack(here, "m1")).isEqualTo(Mailboxes.Settlement.DONE);
    }

    @Test
    void anOwnerKnowsWhatIsStillNeededAndWhatIsNot() {
        copied("m1", "c");
        copied("m2", "d");
        a.leaseOne(here);
        a.ack(here, "m1");
        Reconciled done = reconcile(claim(STORE));
        assertThat(done.drops()).containsExactly("m1");
        assertThat(done.needed()).extracting(Claimed::messageId).containsExactly("m2");
    }

    @Test
    void anOwnerWithAnotherDiskIsToldNothingAndDropsNothing() {
        copied("m1", "c");
        assertThat(claim("disk-2")).isEmpty();
        b.run(tx -> b.engine.copies().keep(tx, "a", new CopyBatch("disk-2", List.of(), List.of("m1")), MUCH));
        assertThat(adopt(0, 9).adopted()).hasSize(1);
    }

    @Test
    void aCopyThatNobodyDroppedGoesAfterItsDeadline() {
        copied("m1", "c");
        b.pass(Duration.ofDays(7).plusMinutes(69));
        assertThat(usage().copies()).isEqualTo(1);
        b.pass(Duration.ofMinutes(2));
        assertThat(usage()).isEqualTo(CopyUsage.NONE);
    }

    @Test
    void anIdThatIsAnothersHereIsNotAdopted() {
        b.register("ben");
        b.accept(request("m1"));
        copied("m1", "c");
        assertThat(adopt(0, 9).adopted()).isEmpty();
        assertThat(usage().bytes()).as("kept, for an operator to see").isPositive();
    }

    @Test
    void nothingIsHandedOutWhileOthersAreAskedAndWhoeverWaitsIsToldThen() {
        a.engine.copies().holdBack();
        a.accept(a.message("alice", "ben"));
        assertThat(a.lease(here, 9)).isEmpty();
        heard.clear();
        a.run(tx -> {
            a.engine.copies().release(tx);
            return true;
        });
        assertThat(heard).contains(here.agentId());
        assertThat(a.lease(here, 9)).hasSize(1);
    }
}
