package io.caxton.core.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caxton.core.agent.AgentStatus;
import io.caxton.core.conversation.Conversation;
import io.caxton.core.conversation.ConversationState;
import io.caxton.core.delivery.Delivery;
import io.caxton.core.delivery.DeliveryState;
import io.caxton.core.delivery.Receipt;
import io.caxton.core.delivery.ReceiptStatus;
import io.caxton.core.message.Guarantee;
import io.caxton.core.message.Message;
import io.caxton.core.message.Performative;
import io.caxton.core.message.Priority;
import io.caxton.core.message.Recipient;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.NullNode;

/**
 * What every {@link LocalState} promises. An implementation's test is a subclass that makes an empty one.
 */
public abstract class LocalStateContract extends CopyStoreContract {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    @Test
    void appendGivesRisingPositionsThatAreNeverReused() {
        appendAll("c", "m1", "m2");
        long second = position("m2");
        assertThat(position("m1")).isPositive().isLessThan(second);
        long reserved = work().messages().nextPosition();
        assertThat(reserved).isGreaterThan(second);
        change(tx -> tx.messages().markFinished("m2", Optional.of(NOW)));
        assertThat(work().messages().pruneFinished(after(1), after(1), 10)).isEqualTo(1);
        appendAll("c", "m3");
        assertThat(position("m3")).isGreaterThan(reserved);
    }

    private long position(String messageId) {
        return durable().messages().find(messageId).orElseThrow().position();
    }

    @Test
    void keepsEveryFieldOfAMessage() {
        Message message = Message.builder(
                        "m1",
                        Performative.QUERY_REF,
                        ALICE,
                        new Recipient.ToAgent(BOB),
                        JSON.objectNode().put("text", "Grüße \u0000 ☂ 𝄞"))
                .conversation("c")
                .replyWith("r")
                .inReplyTo("q")
                .replyBy(after(60))
                .protocol("fipa-request")
                .language("json")
                .ontology("o")
                .guarantee(Guarantee.AT_MOST_ONCE)
                .priority(Priority.HIGH)
                .headers(Map.of("k", "v"))
                .hops(3)
                .build();
        StoredMessage stored = work().messages().append(message, NOW, 321, "print");
        assertThat(stored).isEqualTo(new StoredMessage(message, stored.position(), NOW, 321, "print"));
        assertThat(durable().messages().find("m1")).contains(stored);
        assertThat(durable().messages().find("m2")).isEmpty();
    }

    @Test
    void contentIsReadBackExactly() {
        JsonNode deep = JSON.numberNode(1);
        for (int i = 0; i < 900; i++) {
            deep = JSON.arrayNode().add(deep);
        }
        ArrayNode numbers = JSON.arrayNode()
                .add(new BigDecimal("1.10"))
                .add(new BigDecimal("1e400"))
                .add(new BigDecimal("-0.000000000000000000000000000001230"))
                .add(new BigInteger("123456789012345678901234567890"))
                .add(Long.MIN_VALUE);
        List<JsonNode> contents = List.of(
                numbers, NullNode.getInstance(), JSON.objectNode(), deep, JSON.stringNode("x".repeat(11 << 20)));
        for (int i = 0; i < contents.size(); i++) {
            String id = "m" + i;
            Message message = message(id, "c", contents.get(i));
            change(tx -> tx.messages().append(message, NOW, 1, ""));
            JsonNode found =
                    durable().messages().find(id).orElseThrow().message().content();
            assertThat(found.equals(message.content())).as("content %d", i).isTrue();
        }
    }

    @Test
    void pagesThroughAConversationInOrder() {
        appendAll("c1", "m1");
        appendAll("c2", "m2");
        appendAll("c1", "m3", "m4");
        assertThat(messageIds(durable().messages().inConversation("c1", 0, 10))).containsExactly("m1", "m3", "m4");
        assertThat(messageIds(durable().messages().inConversation("c1", position("m1"), 1)))
                .containsExactly("m3");
    }

    @Test
    void findsTheFirstReply() {
        change(tx -> {
            tx.messages().append(message("m1", "c"), NOW, 1, "");
            for (String id : List.of("m2", "m3")) {
                Message reply = Message.builder(
                                id, Performative.INFORM, BOB, new Recipient.ToAgent(ALICE), NullNode.getInstance())
                        .conversation("c")
                        .inReplyTo("m1")
                        .build();
                tx.messages().append(reply, NOW, 1, "");
            }
        });
        assertThat(durable()
                        .messages()
                        .findReply("c", "m1")
                        .orElseThrow()
                        .message()
                        .id())
                .isEqualTo("m2");
        assertThat(durable().messages().findReply("c", "m2")).isEmpty();
        assertThat(durable().messages().findReply("other", "m1")).isEmpty();
    }

    @Test
    void receiptsKeepTheOrderInWhichTheyWereWritten() {
        Receipt queued = new Receipt(
                "m1", ReceiptStatus.QUEUED, after(5), "n1", Optional.empty(), Optional.empty(), Optional.empty());
        Receipt dead = new Receipt(
                "m1", ReceiptStatus.DEAD, NOW, "n1", Optional.of("bob"), Optional.of("bob-1"), Optional.of("why"));
        change(tx -> tx.messages().addReceipt(queued));
        change(tx -> {
            tx.messages().addReceipt(dead);
            tx.messages().addReceipt(queued);
        });
        assertThat(durable().messages().receipts("m1")).containsExactly(queued, dead, queued);
        assertThat(durable().messages().receipts("m2")).isEmpty();
    }

    @Test
    void remembersIdempotencyKeysUntilPruned() {
        change(tx -> {
            tx.messages().rememberIdempotencyKey(ALICE, "k1", "m1", NOW);
            tx.messages().rememberIdempotencyKey(ALICE, "k2", "m2", after(1));
            tx.messages().rememberIdempotencyKey(BOB, "k1", "m3", after(2));
        });
        assertThat(durable().messages().findByIdempotencyKey(ALICE, "k1")).contains("m1");
        assertThat(durable().messages().findByIdempotencyKey(BOB, "k1")).contains("m3");
        assertThat(durable().messages().findByIdempotencyKey(BOB, "k2")).isEmpty();
        assertThat(work().messages().pruneIdempotencyKeys(after(2), 1)).isEqualTo(1);
        assertThat(work().messages().pruneIdempotencyKeys(after(2), 10)).isEqualTo(1);
        assertThat(durable().messages().findByIdempotencyKey(BOB, "k1")).contains("m3");
    }

    @Test
    void deadLettersDoNotCountAgainstTheSizeOfFinishedMessagesUntilDismissed() {
        appendAll("c", "m1", "m2");
        Delivery dead = delivery("m1", 1).finished(DeliveryState.DEAD, Optional.of("gave up"));
        save(dead, handled(delivery("m2", 2)));
        change(tx -> {
            tx.messages().markFinished("m1", Optional.of(after(1)));
            tx.messages().markFinished("m2", Optional.of(after(1)));
        });
        long one = durable().messages().finishedBytes();
        assertThat(one).isGreaterThanOrEqualTo(10);
        save(dead.putAway());
        assertThat(durable().messages().finishedBytes()).isEqualTo(2 * one);
        change(tx -> tx.messages().markFinished("m1", Optional.empty()));
        assertThat(durable().messages().finishedBytes()).isEqualTo(one);
    }

    @Test
    void pruningTakesTheOldestFinishedMessagesWithAllThatBelongsToThem() {
        appendAll("c", "m1", "m2", "m3", "m4");
        save(handled(delivery("m1", 1)), handled(delivery("m2", 2)), delivery("m4", 4));
        change(tx -> {
            tx.messages().addReceipt(receipt("m2"));
            tx.messages().markFinished("m1", Optional.of(after(3)));
            tx.messages().markFinished("m2", Optional.of(after(1)));
            tx.messages().markFinished("m3", Optional.of(after(2)));
        });
        long all = durable().messages().finishedBytes();
        assertThat(all).isGreaterThanOrEqualTo(30);
        assertThat(work().messages().pruneFinished(after(3), NOW, 1)).isEqualTo(1);
        assertThat(durable().messages().find("m2")).isEmpty();
        assertThat(durable().messages().receipts("m2")).isEmpty();
        assertThat(durable().deliveries().find("m2", BOB)).isEmpty();
        assertThat(work().messages().pruneFinished(after(3), NOW, 10)).isEqualTo(1);
        assertThat(durable().messages().find("m1")).isPresent();
        assertThat(durable().messages().finishedBytes()).isBetween(10L, all / 2);
        change(tx -> tx.messages().markFinished("m1", Optional.empty()));
        assertThat(durable().messages().finishedBytes()).isZero();
        assertThat(work().messages().pruneFinished(after(99), after(99), 10)).isZero();
        assertThat(durable().deliveries().depth(BOB)).isEqualTo(1);
    }

    @Test
    void deadLettersKeepTheirMessageUntilTheirOwnLimit() {
        appendAll("c", "m1", "m2");
        save(dead(delivery("m1", 1)), delivery("m1", CAROL, "carol-1", "c", 1), handled(delivery("m2", 2)));
        change(tx -> {
            tx.messages().markFinished("m1", Optional.of(after(1)));
            tx.messages().markFinished("m2", Optional.of(after(2)));
        });
        assertThat(work().messages().pruneFinished(after(99), after(1), 10)).isEqualTo(1);
        assertThat(durable().messages().find("m1")).isPresent();
        save(dead(delivery("m1", 1)).putAway());
        assertThat(work().messages().pruneFinished(after(99), NOW, 10)).isEqualTo(1);

        appendAll("c", "m3");
        save(dead(delivery("m3", 3)));
        change(tx -> tx.messages().markFinished("m3", Optional.of(after(1))));
        assertThat(work().messages().pruneFinished(after(99), after(2), 10)).isEqualTo(1);
        assertThat(durable().deliveries().counts().values()).containsOnly(0L);
    }

    private static Receipt receipt(String messageId) {
        return new Receipt(
                messageId, ReceiptStatus.QUEUED, NOW, "n1", Optional.empty(), Optional.empty(), Optional.empty());
    }

    @Test
    void keepsAndReplacesConversations() {
        Conversation open = conversation("c", NOW);
        Conversation spoken = open.plusMessage(Set.of(ALICE, BOB), after(1));
        Conversation halted = spoken.ended(ConversationState.HALTED, "budget", after(2));
        for (Conversation each : List.of(open, spoken, halted)) {
            change(tx -> tx.conversations().save(each));
            assertThat(durable().conversations().find("c")).contains(each);
        }
        assertThat(durable().conversations().find("other")).isEmpty();
    }

    @Test
    void bindsAConversationToOneInstancePerName() {
        change(tx -> {
            tx.conversations().bind("c", BOB, "bob-1");
            tx.conversations().bind("c", CAROL, "carol-1");
            tx.conversations().bind("c", BOB, "bob-2");
        });
        assertThat(durable().conversations().boundInstance("c", BOB)).contains("bob-2");
        assertThat(durable().conversations().boundInstance("c", CAROL)).contains("carol-1");
        assertThat(durable().conversations().boundInstance("c", ALICE)).isEmpty();
    }

    @Test
    void findsIdleOpenConversationsLongestIdleFirst() {
        change(tx -> {
            tx.conversations().save(conversation("c1", after(2)));
            tx.conversations().save(conversation("c2", after(1)));
            tx.conversations().save(conversation("c3", after(3)));
            tx.conversations().save(conversation("c4", NOW).ended(ConversationState.CLOSED, "done", NOW));
        });
        assertThat(durable().conversations().idleSince(after(3), 10))
                .extracting(Conversation::id)
                .containsExactly("c2", "c1");
        assertThat(durable().conversations().idleSince(after(9), 1))
                .extracting(Conversation::id)
                .containsExactly("c2");
    }

    @Test
    void prunesIdleConversationsWithoutMessages() {
        appendAll("kept", "m1");
        change(tx -> {
            tx.conversations().save(conversation("kept", NOW));
            tx.conversations().save(conversation("open", NOW));
            tx.conversations().save(conversation("ended", NOW).ended(ConversationState.CLOSED, "done", NOW));
            tx.conversations().save(conversation("young", after(10)));
            tx.conversations().bind("open", BOB, "bob-1");
        });
        assertThat(work().conversations().pruneEmpty(after(10), 1)).isEqualTo(1);
        assertThat(work().conversations().pruneEmpty(after(10), 10)).isEqualTo(1);
        assertThat(durable().conversations().find("kept")).isPresent();
        assertThat(durable().conversations().find("young")).isPresent();
        assertThat(durable().conversations().find("open")).isEmpty();
        assertThat(durable().conversations().find("ended")).isEmpty();
        assertThat(durable().conversations().boundInstance("open", BOB)).isEmpty();
    }

    @Test
    void keepsAgentsUntilRemoved() {
        change(tx -> {
            tx.agents().save(agent("a1"));
            tx.agents().save(agent("a2"));
            tx.agents().save(webhookAgent("a3"));
            tx.agents().save(agent("a1").withStatus(AgentStatus.DRAINING, 1.0));
        });
        assertThat(durable().agents().all())
                .containsExactlyInAnyOrder(
                        agent("a1").withStatus(AgentStatus.DRAINING, 1.0), agent("a2"), webhookAgent("a3"));
        change(tx -> tx.agents().remove("a1"));
        assertThat(durable().agents().all()).containsExactly(agent("a2"), webhookAgent("a3"));
    }

    @Test
    void aWorkThatThrowsLeavesNothing() {
        appendAll("c", "m0");
        save(delivery("m0", 1));
        IllegalStateException thrown = new IllegalStateException("no");
        assertThatThrownBy(() -> write(tx -> {
                    tx.messages().append(message("m1", "c"), NOW, 1, "");
                    tx.messages().addReceipt(receipt("m1"));
                    tx.messages().rememberIdempotencyKey(ALICE, "k", "m1", NOW);
                    tx.messages().markFinished("m0", Optional.of(NOW));
                    tx.deliveries().save(delivery("m1", 2));
                    tx.deliveries().assign(BOB, "conversation-m0", Optional.of("bob-2"));
                    tx.conversations().save(conversation("c", NOW));
                    tx.conversations().bind("c", BOB, "bob-1");
                    tx.agents().save(agent("a1"));
                    throw thrown;
                }))
                .isInstanceOf(CompletionException.class)
                .hasCause(thrown);
        assertThat(durable().messages().find("m1")).isEmpty();
        assertThat(durable().messages().receipts("m1")).isEmpty();
        assertThat(durable().messages().findByIdempotencyKey(ALICE, "k")).isEmpty();
        assertThat(durable().messages().finishedBytes()).isZero();
        assertThat(durable().deliveries().find("m0", BOB)).contains(delivery("m0", 1));
        assertThat(durable().deliveries().depth(BOB)).isEqualTo(1);
        assertThat(durable().deliveries().backlog("bob-1")).isEqualTo(1);
        assertThat(durable().conversations().find("c")).isEmpty();
        assertThat(durable().conversations().boundInstance("c", BOB)).isEmpty();
        assertThat(durable().agents().all()).isEmpty();
    }

    @Test
    void afterCommitActionsRunInOrderOnceTheWorkIsDurable() {
        List<String> ran = new CopyOnWriteArrayList<>();
        change(tx -> {
            tx.messages().append(message("m1", "c"), NOW, 1, "");
            tx.afterCommit(() -> ran.add("1 " + durable().messages().find("m1").isPresent()));
            tx.afterCommit(() -> ran.add("2"));
            tx.onRollback(() -> ran.add("never"));
        });
        assertThat(ran).containsExactly("1 true", "2");
    }

    @Test
    void onRollbackActionsRunLastAddedFirst() {
        List<String> ran = new CopyOnWriteArrayList<>();
        assertThatThrownBy(() -> change(tx -> {
                    tx.onRollback(() -> ran.add("first"));
                    tx.onRollback(() -> ran.add("second"));
                    tx.afterCommit(() -> ran.add("never"));
                    throw new IllegalStateException("no");
                }))
                .hasRootCauseInstanceOf(IllegalStateException.class);
        assertThat(ran).containsExactly("second", "first");
    }

    @Test
    void aReadOnlyWorkCanNeitherWriteNorHook() {
        assertThatThrownBy(() -> durable().messages().append(message("m1", "c"), NOW, 1, ""))
                .isInstanceOf(RuntimeException.class);
        assertThatThrownBy(() -> read(tx -> {
                    tx.afterCommit(() -> {});
                    return true;
                }))
                .isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> read(tx -> {
                    tx.onRollback(() -> {});
                    return true;
                }))
                .isInstanceOf(UnsupportedOperationException.class);
        assertThat(durable().messages().find("m1")).isEmpty();
    }

    @Test
    void farInstantsAreKept() {
        save(expiring(delivery("m1", 1), Instant.MAX));
        assertThat(durable().deliveries().find("m1", BOB).orElseThrow().expiresAt())
                .isEqualTo(Instant.MAX);
        assertThat(durable().deliveries().deadlinesPassed(Instant.parse("2200-01-01T00:00:00Z"), 10))
                .isEmpty();
    }

    @Test
    void refusesWorkOnceClosedAndClosesTwice() {
        appendAll("c", "m1");
        state.close();
        state.close();
        assertThatThrownBy(() -> appendAll("c", "m2"))
                .cause()
                .isInstanceOfSatisfying(
                        LocalStateException.class,
                        e -> assertThat(e.reason()).isEqualTo(LocalStateException.Reason.CLOSED));
    }
}
