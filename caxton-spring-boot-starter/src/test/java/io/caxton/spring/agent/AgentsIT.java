package io.caxton.spring.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.caxton.core.agent.AgentInstance;
import io.caxton.core.agent.AgentName;
import io.caxton.core.delivery.Delivery;
import io.caxton.core.delivery.Receipt;
import io.caxton.core.delivery.ReceiptStatus;
import io.caxton.core.engine.AcceptResult;
import io.caxton.core.engine.AcceptResult.Accepted;
import io.caxton.core.engine.Submission;
import io.caxton.core.message.Message;
import io.caxton.core.message.MessageBuilder;
import io.caxton.core.message.Performative;
import io.caxton.core.message.Recipient;
import io.caxton.core.message.UuidV7;
import io.caxton.core.registry.Registry;
import io.caxton.core.storage.StoredMessage;
import io.caxton.core.validation.InvalidRequestException;
import io.caxton.spring.autoconfigure.NodeContexts;
import io.caxton.spring.gateway.MessageGateway;
import io.caxton.spring.gateway.MessageGateway.Answer;
import io.caxton.spring.gateway.MessageGateway.Traced;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Timeout(60)
class AgentsIT {
    private static final AgentName CLIENT = new AgentName("client");

    @TempDir
    private Path dataDir;

    private ApplicationContextRunner node() {
        return NodeContexts.node(dataDir)
                .withPropertyValues("caxton.delivery.initial-backoff=10ms", "caxton.delivery.max-attempts=3");
    }

    @Test
    void agentsTalkToEachOther() {
        node().withUserConfiguration(Adder.class, Forwarder.class).run(context -> {
            Answer answer = ask(context, message(Performative.REQUEST, "forwarder", Map.of("a", 2, "b", 3)));
            assertThat(answer.reply()).get().satisfies(reply -> {
                assertThat(reply.message().performative()).isEqualTo(Performative.INFORM);
                assertThat(reply.message().content().path("sum").intValue()).isEqualTo(5);
                assertThat(reply.message().sender()).hasToString("forwarder");
            });
        });
    }

    @Test
    void codeAsksByNameAndByCapabilityAndTells() {
        node().withUserConfiguration(Adder.class, Forwarder.class).run(context -> {
            AgentMessenger messenger = context.getBean(AgentMessenger.class);
            Duration patience = Duration.ofSeconds(30);
            Answer byName = messenger
                    .ask("client", "forwarder", Map.of("a", 2, "b", 3), patience)
                    .get();
            assertThat(byName.reply()
                            .orElseThrow()
                            .message()
                            .content()
                            .path("sum")
                            .intValue())
                    .isEqualTo(5);
            Answer nobody = messenger
                    .askCapability("client", "no-such-capability", 1, patience)
                    .get();
            assertThat(nobody.accepted()).isInstanceOf(AcceptResult.NoReceiver.class);
            assertThat(messenger.tell("client", "forwarder", "hello").get()).isInstanceOf(Accepted.class);
            assertThatThrownBy(() -> messenger.tell("client", "Not A Name", 1))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageContaining("receiver");
        });
    }

    @Test
    void handlersAreChosenBySpecificityAndSeeTheEnvelope() {
        node().withUserConfiguration(Describer.class).run(context -> {
            assertThat(answerTo(context, message(Performative.CFP, "describer", 1)))
                    .isEqualTo("\"cfp\"");
            assertThat(answerTo(
                            context, message(Performative.CFP, "describer", 1).protocol("fipa-contract-net")))
                    .isEqualTo("\"contract net\"");
            assertThat(answerTo(context, message(Performative.QUERY_IF, "describer", 1)))
                    .isEqualTo("\"anything\"");
            assertThat(answerTo(
                            context,
                            message(Performative.REQUEST, "describer", 1)
                                    .conversation("talk-1")
                                    .headers(Map.of("tenant", "blue"))))
                    .isEqualTo("\"blue in talk-1, attempt 1\"");
        });
    }

    @Test
    void messageNobodyHandlesIsNotUnderstood() {
        node().withUserConfiguration(Adder.class).run(context -> {
            assertThat(reply(context, message(Performative.SUBSCRIBE, "adder", 1)))
                    .extracting(Message::performative)
                    .isEqualTo(Performative.NOT_UNDERSTOOD);
            Message misfit = reply(context, message(Performative.REQUEST, "adder", "a secret"));
            assertThat(misfit.performative()).isEqualTo(Performative.NOT_UNDERSTOOD);
            assertThat(misfit.content().toString()).doesNotContain("secret").contains("Sum");
        });
    }

    @Test
    void failuresAreNotAnsweredWithNotUnderstood() {
        node().withUserConfiguration(Adder.class).run(context -> {
            Message failure = message(Performative.FAILURE, "adder", 1).build();
            assertThat(outcome(context, failure)).isEqualTo(ReceiptStatus.HANDLED);
            assertThat(conversation(context, failure)).hasSize(1);
        });
    }

    @Test
    void handlerThatKeepsFailingEndsDeadAndTheSenderIsTold() {
        node().withUserConfiguration(Failing.class).run(context -> {
            Message request = message(Performative.REQUEST, "failing", 1).build();
            assertThat(outcome(context, request)).isEqualTo(ReceiptStatus.DEAD);
            assertThat(context.getBean(Failing.class).calls).hasValue(3);
            assertThat(trace(context, request).deliveries())
                    .singleElement()
                    .satisfies(delivery -> assertThat(delivery.reason())
                            .hasValue("gave up after 3 attempts: java.lang.IllegalStateException: no luck"));
            assertThat(conversation(context, request))
                    .last()
                    .extracting(notice -> notice.message().performative())
                    .isEqualTo(Performative.FAILURE);
        });
    }

    @Test
    void refusalEndsTheMessageAtOnce() {
        node().withUserConfiguration(Failing.class).run(context -> {
            Message request = message(Performative.PROPOSE, "failing", 1).build();
            assertThat(outcome(context, request)).isEqualTo(ReceiptStatus.REFUSED);
            assertThat(trace(context, request).deliveries())
                    .extracting(Delivery::reason)
                    .containsExactly(Optional.of("not today"));
        });
    }

    @Test
    void futuresAndRepliesAreUnderstood() {
        node().withUserConfiguration(Async.class).run(context -> {
            Message agreed = reply(context, message(Performative.PROPOSE, "async", 1));
            assertThat(agreed.performative()).isEqualTo(Performative.ACCEPT_PROPOSAL);
            assertThat(agreed.headers()).containsEntry("price", "7");
            Message request = message(Performative.REQUEST, "async", 1).build();
            assertThat(outcome(context, request)).isEqualTo(ReceiptStatus.DEAD);
        });
    }

    @Test
    void replyThatCannotBeAcceptedRefusesTheMessageAndLeavesNothing() {
        node().withUserConfiguration(Adder.class)
                .withPropertyValues("caxton.conversation.max-messages=1")
                .run(context -> {
                    Message request = message(Performative.REQUEST, "adder", Map.of("a", 1, "b", 1))
                            .build();
                    assertThat(outcome(context, request)).isEqualTo(ReceiptStatus.REFUSED);
                    assertThat(conversation(context, request))
                            .extracting(stored -> stored.message().performative())
                            .containsExactly(Performative.REQUEST, Performative.FAILURE);
                });
    }

    @Test
    void replyLargerThanAllowedRefusesTheMessage() {
        node().withUserConfiguration(Describer.class)
                .withPropertyValues("caxton.limits.max-content-size=4B")
                .run(context -> assertThat(outcome(
                                context,
                                message(Performative.CFP, "describer", 1).build()))
                        .isEqualTo(ReceiptStatus.REFUSED));
    }

    @Test
    void leaseOfASlowHandlerIsExtended() {
        node().withUserConfiguration(Slow.class)
                .withPropertyValues("caxton.delivery.lease=200ms")
                .run(context -> {
                    Slow slow = context.getBean(Slow.class);
                    Message request = message(Performative.REQUEST, "slow", 1).build();
                    accept(context, request);
                    slow.entered.await();
                    Instant firstEnd = leaseEnd(context, request);
                    await().until(() -> leaseEnd(context, request).isAfter(firstEnd.plusMillis(400)));
                    slow.release.countDown();
                    assertThat(outcome(context, request)).isEqualTo(ReceiptStatus.HANDLED);
                    assertThat(slow.calls).hasValue(1);
                });
    }

    @Test
    void handlerThatTakesTooLongLosesTheMessage() {
        node().withUserConfiguration(Slow.class)
                .withPropertyValues("caxton.delivery.lease=100ms", "caxton.agents.handling-timeout=150ms")
                .run(context -> {
                    Message request = message(Performative.REQUEST, "slow", 1).build();
                    assertThat(outcome(context, request)).isEqualTo(ReceiptStatus.DEAD);
                    assertThat(context.getBean(Slow.class).calls).hasValue(3);
                    context.getBean(Slow.class).release.countDown();
                });
    }

    @Test
    void noMoreThanMaxInFlightAreInWork() {
        node().withUserConfiguration(Slow.class).run(context -> {
            Slow slow = context.getBean(Slow.class);
            List<Message> requests = IntStream.range(0, 5)
                    .mapToObj(i -> message(Performative.REQUEST, "slow", i).build())
                    .toList();
            requests.forEach(request -> accept(context, request));
            slow.enteredTwice.await();
            assertThat(requests.stream().map(r -> trace(context, r).status()))
                    .filteredOn(ReceiptStatus.DELIVERED::equals)
                    .hasSize(2);
            slow.release.countDown();
            requests.forEach(request -> assertThat(outcome(context, request)).isEqualTo(ReceiptStatus.HANDLED));
            assertThat(slow.most).hasValue(2);
        });
    }

    @Test
    void handlerInWorkEndsBeforeTheNodeStops() {
        Message request = message(Performative.REQUEST, "slow", 1).build();
        node().withUserConfiguration(Slow.class).run(context -> {
            Slow slow = context.getBean(Slow.class);
            accept(context, request);
            slow.entered.await();
            var unused = CompletableFuture.runAsync(
                    slow.release::countDown, CompletableFuture.delayedExecutor(300, TimeUnit.MILLISECONDS));
        });
        node().withUserConfiguration(Slow.class)
                .run(context -> assertThat(trace(context, request).status()).isEqualTo(ReceiptStatus.HANDLED));
    }

    @Test
    void whatIsUnfinishedWhenTheNodeStopsIsHandledAfterTheRestart() {
        Message request = message(Performative.REQUEST, "slow", 1).build();
        String[] instance = new String[1];
        Slow[] before = new Slow[1];
        node().withUserConfiguration(Slow.class)
                .withPropertyValues("caxton.agents.shutdown-timeout=50ms")
                .run(context -> {
                    before[0] = context.getBean(Slow.class);
                    instance[0] = instanceOf(context, "slow").agentId();
                    accept(context, request);
                    before[0].entered.await();
                });
        before[0].release.countDown();
        node().withUserConfiguration(Slow.class).run(context -> {
            context.getBean(Slow.class).release.countDown();
            assertThat(instanceOf(context, "slow").agentId()).isEqualTo(instance[0]);
            assertThat(outcome(context, request)).isEqualTo(ReceiptStatus.HANDLED);
            assertThat(trace(context, request).history())
                    .extracting(Receipt::reason)
                    .contains(Optional.of("the node stopped before it was handled"));
        });
    }

    /** The files as they are while a handler works are what a kill leaves. */
    @Test
    void whatWasInWorkWhenTheProcessDiedIsHandedOutAtOnceAfterTheRestart(@TempDir Path copy) {
        Message request = message(Performative.REQUEST, "slow", 1).build();
        String[] instance = new String[1];
        node().withUserConfiguration(Slow.class).run(context -> {
            instance[0] = instanceOf(context, "slow").agentId();
            accept(context, request);
            context.getBean(Slow.class).entered.await();
            for (String file : List.of("caxton.db", "caxton.db-wal", "node-id")) {
                Files.copy(dataDir.resolve(file), copy.resolve(file));
            }
            context.getBean(Slow.class).release.countDown();
        });
        NodeContexts.node(copy).withUserConfiguration(Slow.class).run(context -> {
            context.getBean(Slow.class).release.countDown();
            assertThat(instanceOf(context, "slow").agentId()).isEqualTo(instance[0]);
            assertThat(outcome(context, request)).isEqualTo(ReceiptStatus.HANDLED);
            assertThat(trace(context, request).history())
                    .extracting(Receipt::reason)
                    .contains(Optional.of("the node restarted"));
        });
    }

    @Test
    void agentThatIsGoneLeavesItsMailToTheNextOfItsName() {
        Message request =
                message(Performative.REQUEST, "adder", Map.of("a", 1, "b", 2)).build();
        node().withUserConfiguration(Slow.class, Busy.class)
                .withPropertyValues("caxton.agents.shutdown-timeout=50ms")
                .run(context -> {
                    accept(context, request);
                    context.getBean(Busy.class).entered.await();
                });
        node().withUserConfiguration(Slow.class).run(context -> {
            assertThat(context.getBean(Registry.class).names())
                    .extracting(AgentName::value)
                    .containsExactly("slow");
            assertThat(trace(context, request).status()).isEqualTo(ReceiptStatus.QUEUED);
        });
        node().withUserConfiguration(Adder.class)
                .run(context -> assertThat(outcome(context, request)).isEqualTo(ReceiptStatus.HANDLED));
    }

    private static MessageBuilder message(Performative performative, String receiver, Object content) {
        return Message.builder(
                UuidV7.next(Instant.now(), new SecureRandom()),
                performative,
                CLIENT,
                new Recipient.ToAgent(new AgentName(receiver)),
                JsonMapper.shared().valueToTree(content));
    }

    private static void accept(ApplicationContext context, Message message) {
        assertThat(context.getBean(MessageGateway.class)
                        .send(Submission.of(message))
                        .join())
                .isInstanceOf(Accepted.class);
    }

    private static Answer ask(ApplicationContext context, MessageBuilder message) {
        return context.getBean(MessageGateway.class)
                .sendAndAwaitReply(Submission.of(message.build()), Duration.ofSeconds(10))
                .join();
    }

    private static Message reply(ApplicationContext context, MessageBuilder message) {
        return ask(context, message).reply().orElseThrow().message();
    }

    private static String answerTo(ApplicationContext context, MessageBuilder message) {
        return reply(context, message).content().toString();
    }

    private static Traced trace(ApplicationContext context, Message message) {
        return context.getBean(MessageGateway.class).find(message.id()).orElseThrow();
    }

    private static List<StoredMessage> conversation(ApplicationContext context, Message message) {
        return context.getBean(MessageGateway.class).conversationMessages(message.conversationId(), 0, 100);
    }

    /** Sends it unless that was done, and waits for how it ends. */
    private static ReceiptStatus outcome(ApplicationContext context, Message message) {
        if (context.getBean(MessageGateway.class).find(message.id()).isEmpty()) {
            accept(context, message);
        }
        return await().until(() -> trace(context, message).status(), ReceiptStatus::isFinal);
    }

    private static Instant leaseEnd(ApplicationContext context, Message message) {
        return trace(context, message).deliveries().get(0).leaseExpiresAt().orElseThrow();
    }

    private static AgentInstance instanceOf(ApplicationContext context, String name) {
        return context.getBean(Registry.class).named(new AgentName(name)).get(0);
    }

    record Sum(int a, int b) {}

    @CaxtonAgent(name = "adder", capabilities = "arithmetic:v1")
    static class Adder {
        @OnMessage(Performative.REQUEST)
        Map<String, Integer> add(Sum sum) {
            return Map.of("sum", sum.a() + sum.b());
        }
    }

    /** Asks the adder and passes its answer on. */
    @CaxtonAgent(name = "forwarder")
    static class Forwarder {
        private final MessageGateway messages;

        Forwarder(MessageGateway messages) {
            this.messages = messages;
        }

        @OnMessage(Performative.REQUEST)
        CompletionStage<JsonNode> forward(JsonNode content) {
            Message question = Message.builder(
                            UuidV7.next(Instant.now(), new SecureRandom()),
                            Performative.REQUEST,
                            new AgentName("forwarder"),
                            new Recipient.ToAgent(new AgentName("adder")),
                            content)
                    .build();
            return messages.sendAndAwaitReply(Submission.of(question), Duration.ofSeconds(10))
                    .thenApply(answer -> answer.reply().orElseThrow().message().content());
        }
    }

    @CaxtonAgent(name = "describer")
    static class Describer {
        @OnMessage(Performative.CFP)
        String cfp() {
            return "cfp";
        }

        @OnMessage(performative = Performative.CFP, protocol = "fipa-contract-net")
        String contractNet() {
            return "contract net";
        }

        @OnMessage
        String anything(Message message) {
            return "anything";
        }

        @OnMessage(Performative.REQUEST)
        String envelope(
                @MessageHeader("tenant") String tenant,
                @MessageHeader("absent") Optional<String> absent,
                @ConversationId String conversation,
                Delivery delivery,
                int content) {
            return tenant + absent.orElse("") + " in " + conversation + ", attempt " + delivery.attempt();
        }
    }

    @CaxtonAgent(name = "failing")
    static class Failing {
        final AtomicInteger calls = new AtomicInteger();

        @OnMessage(Performative.REQUEST)
        void fail() {
            calls.incrementAndGet();
            throw new IllegalStateException("no luck");
        }

        @OnMessage(Performative.PROPOSE)
        void refuse() {
            throw new RefuseMessageException("not today");
        }
    }

    @CaxtonAgent(name = "async")
    static class Async {
        @OnMessage(Performative.PROPOSE)
        CompletableFuture<Reply> agree() {
            return CompletableFuture.supplyAsync(
                    () -> Reply.of(Performative.ACCEPT_PROPOSAL, 7).withHeaders(Map.of("price", "7")));
        }

        @OnMessage(Performative.REQUEST)
        CompletableFuture<Reply> fail() {
            return CompletableFuture.failedFuture(new IllegalStateException("later"));
        }
    }

    @CaxtonAgent(name = "slow", maxInFlight = 2)
    static class Slow {
        final CountDownLatch entered = new CountDownLatch(1);
        final CountDownLatch enteredTwice = new CountDownLatch(2);
        final CountDownLatch release = new CountDownLatch(1);
        final AtomicInteger calls = new AtomicInteger();
        final AtomicInteger inWork = new AtomicInteger();
        final AtomicInteger most = new AtomicInteger();

        @OnMessage
        void handle() throws InterruptedException {
            calls.incrementAndGet();
            most.accumulateAndGet(inWork.incrementAndGet(), Math::max);
            entered.countDown();
            enteredTwice.countDown();
            release.await();
            inWork.decrementAndGet();
        }
    }

    /** Never finishes what it takes. */
    @CaxtonAgent(name = "adder")
    static class Busy {
        final CountDownLatch entered = new CountDownLatch(1);

        @OnMessage
        CompletableFuture<Void> handle() {
            entered.countDown();
            return new CompletableFuture<>();
        }
    }
}
