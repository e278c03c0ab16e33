package io.caxton.simulation.cluster;

import io.caxton.core.agent.AgentName;
import io.caxton.core.agent.Capability;
import io.caxton.core.delivery.Delivery;
import io.caxton.core.delivery.DeliveryState;
import io.caxton.core.delivery.Outbox;
import io.caxton.core.engine.AcceptResult;
import io.caxton.core.engine.AcceptResult.Accepted;
import io.caxton.core.engine.Submission;
import io.caxton.core.message.Guarantee;
import io.caxton.core.message.Message;
import io.caxton.core.message.MessageBuilder;
import io.caxton.core.message.Performative;
import io.caxton.core.message.Priority;
import io.caxton.core.message.Recipient;
import io.caxton.core.message.Routing;
import io.caxton.core.storage.LocalStateException.Reason;
import io.caxton.simulation.cluster.Ledger.Sent;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import tools.jackson.databind.node.JsonNodeFactory;

/** Clients and agents that send, at any node that serves them. */
final class Senders {
    private final World world;
    private final RandomGenerator random;
    private int numbers;
    private boolean stopped;

    Senders(World world) {
        this.world = world;
        this.random = world.random();
    }

    void start() {
        boolean many = random.nextInt(12) == 0 || world.sabotage() == Sabotage.BOUNDLESS_MAILBOXES;
        int burst = many ? 8 : 1;
        for (int i = 0; i < burst; i++) {
            world.anyReady().ifPresent(this::send);
        }
        world.timeline().after(Duration.ofMillis(50 + random.nextInt(350)), () -> {
            if (!stopped) {
                start();
            }
        });
    }

    void stop() {
        stopped = true;
    }

    private <T> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    private void send(Node node) {
        boolean client = random.nextInt(3) == 0;
        String sender = client ? "client-" + node.id() : pick(World.NAMES);
        String receiver = pick(World.NAMES);
        if (sender.equals(receiver)) {
            return;
        }
        boolean byName = random.nextInt(4) > 0;
        Recipient to = byName
                ? new Recipient.ToAgent(new AgentName(receiver))
                : new Recipient.ToCapability(Capability.parse("capability", World.WORK));
        Routing.Strategy strategy =
                !byName && random.nextBoolean() ? Routing.Strategy.BROADCAST : Routing.Strategy.SINGLE;
        int number = numbers++;
        Routing.Balance balance = pick(List.of(Routing.Balance.values()));
        accept(
                node,
                Message.builder(
                                "m" + number,
                                Performative.REQUEST,
                                new AgentName(sender),
                                to,
                                JsonNodeFactory.instance.numberNode(number))
                        .conversation("c" + random.nextInt(3) + (client ? node.id() : ""))
                        .routing(new Routing(strategy, balance, List.of(), random.nextInt(3) == 0))
                        .guarantee(random.nextInt(10) == 0 ? Guarantee.AT_MOST_ONCE : Guarantee.AT_LEAST_ONCE),
                number);
    }

    /** An agent answers where it is registered. */
    void reply(Node node, String name, Message message) {
        int number = numbers++;
        world.counts().add(Happening.REPLIED);
        accept(
                node,
                Message.builder(
                                "m" + number,
                                Performative.INFORM,
                                new AgentName(name),
                                new Recipient.ToAgent(message.sender()),
                                JsonNodeFactory.instance.numberNode(number))
                        .conversation(message.conversationId())
                        .inReplyTo(message.replyWith()),
                number);
    }

    private void accept(Node node, MessageBuilder builder, int number) {
        Message message = builder.priority(pick(List.of(Priority.values()))).build();
        world.ledger().sends(message.id(), number);
        node.computer().run(() -> {
            var unused = node.write(tx -> node.engine().acceptance().accept(tx, node.now(), Submission.of(message)))
                    .whenComplete((result, failure) -> {
                        if (failure == null) {
                            answered(node, message, number, result);
                        } else if (Reason.STORAGE_FULL.isWhy(failure)) {
                            world.counts().add(Happening.REFUSED_BY_FULL_DISK);
                        }
                    });
        });
    }

    private void answered(Node node, Message message, int number, AcceptResult result) {
        if (!(result instanceof Accepted accepted)) {
            world.counts().add(Happening.REFUSED);
            return;
        }
        world.counts().add(Happening.ACCEPTED);
        if (accepted.deliveries().isEmpty()) {
            world.counts().add(Happening.KEPT_FOR_CLIENT);
        }
        if (accepted.deliveries().size() > 1) {
            world.counts().add(Happening.BROADCAST);
        }
        for (Delivery delivery : accepted.deliveries()) {
            // One of several may have a full mailbox: that is its outcome.
            if (delivery.state() != DeliveryState.REFUSED) {
                if (delivery.agentId().filter(Outbox::isOutbox).isPresent()) {
                    world.counts().add(Happening.ACCEPTED_FOR_ANOTHER_NODE);
                }
                world.ledger()
                        .accepted(new Sent(
                                message.id(),
                                number,
                                node.id(),
                                message.sender().value(),
                                message.conversationId(),
                                delivery.agentName().value(),
                                message.guarantee() == Guarantee.AT_MOST_ONCE));
            }
        }
    }
}
