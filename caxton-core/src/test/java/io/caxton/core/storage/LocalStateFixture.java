package io.caxton.core.storage;

import io.caxton.core.agent.AgentInstance;
import io.caxton.core.agent.AgentMode;
import io.caxton.core.agent.AgentName;
import io.caxton.core.agent.AgentStatus;
import io.caxton.core.agent.Capability;
import io.caxton.core.agent.OfferedCapability;
import io.caxton.core.agent.Webhook;
import io.caxton.core.agent.WebhookSecret;
import io.caxton.core.conversation.Conversation;
import io.caxton.core.delivery.Delivery;
import io.caxton.core.delivery.DeliveryState;
import io.caxton.core.message.Message;
import io.caxton.core.message.Performative;
import io.caxton.core.message.Priority;
import io.caxton.core.message.Recipient;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.StringNode;

/** Values and short cuts for tests of a local state. */
public abstract class LocalStateFixture {
    protected static final Instant NOW = Instant.parse("2026-11-22T10:00:00.123456789Z");
    protected static final AgentName ALICE = new AgentName("alice");
    protected static final AgentName BOB = new AgentName("bob");
    protected static final AgentName CAROL = new AgentName("carol");

    protected LocalState state;

    /** An empty local state. */
    protected abstract LocalState create();

    @BeforeEach
    void openState() {
        state = create();
    }

    @AfterEach
    void closeState() {
        state.close();
    }

    protected <T> T write(Work<T> work) {
        return state.write(work).join();
    }

    protected void change(Consumer<Transaction> change) {
        write(transaction -> {
            change.accept(transaction);
            return Boolean.TRUE;
        });
    }

    protected <T> T read(Work<T> work) {
        return state.read(work);
    }

    /** A transaction whose stores run each call as a read of its own. */
    protected Transaction durable() {
        return each(Transaction.class, call -> state.read(call));
    }

    /** A transaction whose stores run each call as a work of its own. */
    protected Transaction work() {
        return each(Transaction.class, call -> state.write(call).join());
    }

    private static Transaction each(Class<Transaction> type, Function<Work<Object>, Object> run) {
        return proxy(
                type,
                (store, ignored) -> proxy(
                        store.getReturnType(),
                        (method, arguments) -> run.apply(tx -> invoke(method, invoke(store, tx, null), arguments))));
    }

    private static <T> T proxy(Class<T> type, BiFunction<Method, Object @Nullable [], Object> handler) {
        Object made = Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (self, method, arguments) -> handler.apply(method, arguments));
        return type.cast(made);
    }

    private static Object invoke(Method method, Object target, Object @Nullable [] arguments) {
        try {
            method.setAccessible(true);
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new AssertionError(e);
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }

    protected static Instant after(long seconds) {
        return NOW.plusSeconds(seconds);
    }

    protected static Message message(String id, String conversation) {
        return message(id, conversation, StringNode.valueOf("hello " + id));
    }

    protected static Message message(String id, String conversation, JsonNode content) {
        return Message.builder(id, Performative.REQUEST, ALICE, new Recipient.ToAgent(BOB), content)
                .conversation(conversation)
                .build();
    }

    /** Appends messages of one conversation, 10 bytes each. */
    protected void appendAll(String conversation, String... ids) {
        change(tx -> {
            for (String id : ids) {
                tx.messages().append(message(id, conversation), NOW, 10, "");
            }
        });
    }

    /** A queued head for bob's instance {@code bob-1}, in a lane of its own. */
    protected static Delivery delivery(String messageId, long position) {
        return delivery(messageId, BOB, "bob-1", "conversation-" + messageId, position);
    }

    protected static Delivery delivery(
            String messageId, AgentName name, String agentId, String conversation, long position) {
        return new Delivery(
                messageId,
                name,
                agentId.isEmpty() ? Optional.empty() : Optional.of(agentId),
                conversation,
                position,
                Priority.NORMAL,
                DeliveryState.QUEUED,
                true,
                0,
                5,
                NOW,
                Optional.empty(),
                NOW.plusSeconds(3_600),
                Optional.empty(),
                false);
    }

    protected static Delivery withPriority(Delivery d, Priority priority) {
        return new Delivery(
                d.messageId(),
                d.agentName(),
                d.agentId(),
                d.conversationId(),
                d.position(),
                priority,
                d.state(),
                d.head(),
                d.attempt(),
                d.maxAttempts(),
                d.availableAt(),
                d.leaseExpiresAt(),
                d.expiresAt(),
                d.reason(),
                d.dismissed());
    }

    protected static Delivery notHead(Delivery d) {
        return new Delivery(
                d.messageId(),
                d.agentName(),
                d.agentId(),
                d.conversationId(),
                d.position(),
                d.priority(),
                d.state(),
                false,
                d.attempt(),
                d.maxAttempts(),
                d.availableAt(),
                d.leaseExpiresAt(),
                d.expiresAt(),
                d.reason(),
                d.dismissed());
    }

    protected static Delivery expiring(Delivery d, Instant at) {
        return d.redriven(d.position(), d.head(), d.availableAt(), at);
    }

    protected static Delivery dead(Delivery d) {
        return d.finished(DeliveryState.DEAD, Optional.of("out of attempts"));
    }

    protected static Delivery handled(Delivery d) {
        return d.finished(DeliveryState.HANDLED, Optional.empty());
    }

    protected void save(Delivery... deliveries) {
        change(tx -> List.of(deliveries).forEach(tx.deliveries()::save));
    }

    protected static List<String> ids(List<Delivery> deliveries) {
        return deliveries.stream().map(Delivery::messageId).toList();
    }

    protected static List<String> messageIds(List<StoredMessage> messages) {
        return messages.stream().map(stored -> stored.message().id()).toList();
    }

    protected static Conversation conversation(String id, Instant lastActivity) {
        return Conversation.open(id, 100, lastActivity);
    }

    protected static AgentInstance webhookAgent(String agentId) {
        AgentInstance pull = agent(agentId);
        Webhook webhook = new Webhook(
                "https://example.com/in?a=\"b\"",
                List.of(
                        new WebhookSecret("whsec_1", Optional.empty()),
                        new WebhookSecret("whsec_0", Optional.of(NOW.plusNanos(7)))));
        return AgentInstance.builder(agentId, pull.name(), pull.nodeId(), pull.registeredAt())
                .capabilities(pull.capabilities())
                .lease(pull.lease())
                .maxInFlight(pull.maxInFlight())
                .status(pull.status())
                .load(pull.load())
                .metadata(pull.metadata())
                .leaseExpiresAt(pull.leaseExpiresAt())
                .fence(pull.fence())
                .webhook(webhook)
                .build();
    }

    protected static AgentInstance agent(String agentId) {
        return new AgentInstance(
                agentId,
                BOB,
                "node-1",
                List.of(
                        new OfferedCapability(new Capability("sum", Optional.of("2")), "adds \"numbers\""),
                        new OfferedCapability(new Capability("überweisen", Optional.empty()), "")),
                AgentMode.PULL,
                Duration.ofSeconds(30, 5),
                7,
                AgentStatus.BUSY,
                0.25,
                Map.of("zone", "a", "team", "blue ☂"),
                NOW,
                NOW.plusSeconds(30),
                3,
                Optional.empty());
    }
}
