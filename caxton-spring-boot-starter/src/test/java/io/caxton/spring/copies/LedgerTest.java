package io.caxton.spring.copies;

import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.core.agent.AgentName;
import io.caxton.core.copies.Claimed;
import io.caxton.core.copies.Copy;
import io.caxton.core.engine.Copies.Reconciled;
import io.caxton.spring.copies.Entry.Placed;
import io.caxton.spring.copies.Line.Batch;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which node is asked, and what it is told. */
class LedgerTest {
    private static final AgentName BEN = new AgentName("ben");
    private static final AgentName CLEO = new AgentName("cleo");
    private static final byte[] JSON = {'{', '}'};

    private Instant now = Instant.parse("2026-11-23T10:00:00Z");
    private final List<String> pumped = new ArrayList<>();
    private final Ledger ledger = new Ledger(() -> now, line -> pumped.add(line.nodeId));

    @BeforeEach
    void twoNodes() {
        ledger.line("n2").open = true;
        ledger.line("n3").open = true;
    }

    private CompletableFuture<Placed> add(String id, AgentName... names) {
        return add(id, JSON, names);
    }

    private CompletableFuture<Placed> add(String id, byte[] json, AgentName... names) {
        CompletableFuture<Placed> placed = new CompletableFuture<>();
        Copy copy = new Copy(id, List.of(names), 1, now.plusSeconds(60), "", Optional.empty(), json);
        ledger.add("conversation", copy, placed);
        return placed;
    }

    private Line last() {
        return ledger.line(pumped.get(pumped.size() - 1));
    }

    private Line other(Line line) {
        return ledger.line(line.nodeId.equals("n2") ? "n3" : "n2");
    }

    private static List<String> ids(Batch batch) {
        return batch.entries().stream().map(entry -> entry.messageId).toList();
    }

    private void answer(Line line, boolean kept) {
        Batch batch = line.take();
        ledger.answered(line, batch, batch.entries().stream().map(entry -> kept).toList());
    }

    @Test
    void whatFollowsInAConversationGoesToTheSameNodeAndWaitsForItsAnswer() {
        CompletableFuture<Placed> first = add("m1", BEN);
        CompletableFuture<Placed> second = add("m2", BEN);
        Batch batch = last().take();
        assertThat(ids(batch)).containsExactly("m1", "m2");
        assertThat(first).isNotDone();
        ledger.answered(last(), batch, List.of(true, true));
        assertThat(first).isCompletedWithValue(Placed.STORED);
        assertThat(second).isCompletedWithValue(Placed.STORED);
        assertThat(add("m1", BEN)).as("asked again").isCompletedWithValue(Placed.STORED);
    }

    @Test
    void whoIsFullIsAsIfNotThereAndAThirdIsNotAsked() {
        ledger.line("n4").open = true;
        CompletableFuture<Placed> placed = add("m1", BEN);
        Line first = last();
        answer(first, false);
        Line second = last();
        assertThat(second).isNotSameAs(first);
        answer(second, false);
        assertThat(placed).isCompletedWithValue(Placed.MISSING);
        assertThat(pumped).hasSize(2);
        assertThat(add("m1", BEN)).as("a new attempt").isNotDone();
    }

    @Test
    void whoDoesNotAnswerIsPassedOverForAWhileAndToldToForgetIt() {
        CompletableFuture<Placed> placed = add("m1", BEN);
        Line silent = last();
        Batch batch = silent.take();
        CompletableFuture<Placed> waiting = add("m2", BEN);
        ledger.unanswered(silent, batch);
        Line next = last();
        assertThat(next).isSameAs(other(silent));
        assertThat(ids(next.take())).containsExactlyInAnyOrder("m1", "m2");
        assertThat(placed).isNotDone();
        assertThat(waiting).isNotDone();
        var unused = add("m3", BEN);
        assertThat(last()).isSameAs(next);
        assertThat(silent.take().drops()).containsExactly("m1");
        now = now.plus(Ledger.SILENCE);
        var unused2 = add("m4", BEN);
        assertThat(last()).isSameAs(silent);
    }

    @Test
    void nobodyThereIsSaidAtOnce() {
        ledger.line("n2").open = false;
        ledger.line("n3").open = false;
        assertThat(add("m1", BEN)).isCompletedWithValue(Placed.MISSING);
        assertThat(ledger.size()).isZero();
    }

    @Test
    void aCopyIsDroppedOnceEverybodyHasHandledTheMessage() {
        var unused = add("m1", BEN, CLEO);
        Line holder = last();
        answer(holder, true);
        ledger.ended("m1", BEN);
        assertThat(holder.drops()).isZero();
        ledger.ended("m1", BEN);
        assertThat(holder.drops()).isZero();
        ledger.ended("m1", CLEO);
        assertThat(holder.take().drops()).containsExactly("m1");
        assertThat(ledger.size()).isZero();
    }

    @Test
    void whatIsHandledBeforeItsCopyIsSentNeedsNoneAndAfterThatItIsDropped() {
        CompletableFuture<Placed> placed = add("m1", BEN);
        ledger.ended("m1", BEN);
        assertThat(placed).isCompletedWithValue(Placed.UNNEEDED);
        assertThat(last().take().isEmpty()).isTrue();
        var unused = add("m2", BEN);
        Line holder = last();
        Batch batch = holder.take();
        ledger.ended("m2", BEN);
        ledger.answered(holder, batch, List.of(true));
        assertThat(holder.take().drops()).containsExactly("m2");
    }

    @Test
    void whatIsWantedAgainDoesNotGoWithAnEarlierDrop() {
        var unused = add("m1", BEN);
        Line line = last();
        line.drop("m1");
        other(line).open = false;
        ledger.unanswered(line, line.take());
        assertThat(line.drops()).isPositive();
        now = now.plus(Ledger.SILENCE);
        var unused2 = add("m1", BEN);
        Batch batch = line.take();
        assertThat(ids(batch)).containsExactly("m1");
        assertThat(batch.drops()).isEmpty();
    }

    @Test
    void anOwnerThatHasStartedLearnsWhoHoldsWhat() {
        Line holder = ledger.line("n2");
        ledger.reconciled(holder, new Reconciled(List.of(new Claimed("m1", List.of(BEN), false)), List.of("m0"), 0));
        assertThat(holder.take().drops()).containsExactly("m0");
        assertThat(add("m1", BEN)).isCompletedWithValue(Placed.STORED);
        Line another = ledger.line("n3");
        ledger.reconciled(another, new Reconciled(List.of(new Claimed("m1", List.of(BEN), false)), List.of(), 0));
        assertThat(another.take().drops()).as("one holder is enough").containsExactly("m1");
        ledger.ended("m1", BEN);
        assertThat(holder.take().drops()).containsExactly("m1");
    }

    @Test
    void whatALostNodeHeldIsWithoutACopy() {
        var unused = add("m1", BEN);
        Line holder = last();
        answer(holder, true);
        assertThat(ledger.lost(other(holder).nodeId)).isEmpty();
        assertThat(ledger.lost(holder.nodeId)).containsExactly("m1");
        assertThat(ledger.size()).isZero();
    }

    @Test
    void aBatchHasBoundsAndALargeMessageStillGoes() {
        var unused = add("m1", new byte[(int) Line.MOST_BYTES + 1], BEN);
        var unused2 = add("m2", BEN);
        assertThat(ids(last().take())).containsExactly("m1");
        for (int i = 0; i < Line.MOST_COPIES; i++) {
            var unused3 = add("n" + i, BEN);
        }
        assertThat(last().take().entries()).hasSize(Line.MOST_COPIES);
        assertThat(last().take().entries()).hasSize(1);
    }

    @Test
    void ofTooManyDropsTheOldestIsForgotten() {
        Line line = ledger.line("n2");
        for (int i = 0; i <= Line.REMEMBERED_DROPS; i++) {
            line.drop("m" + i);
        }
        assertThat(line.drops()).isEqualTo(Line.REMEMBERED_DROPS);
        assertThat(line.take().drops()).hasSize(Line.MOST_DROPS).startsWith("m1", "m2");
    }

    @Test
    void whoWaitsWhenTheNodeStopsIsTold() {
        CompletableFuture<Placed> placed = add("m1", BEN);
        ledger.close();
        assertThat(placed).isCompletedWithValue(Placed.MISSING);
    }
}
