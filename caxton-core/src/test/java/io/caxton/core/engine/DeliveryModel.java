package io.caxton.core.engine;

import io.caxton.core.agent.AgentInstance;
import io.caxton.core.agent.AgentName;
import io.caxton.core.conversation.ConversationPolicy;
import io.caxton.core.delivery.Delivery;
import io.caxton.core.delivery.DeliveryPolicy;
import io.caxton.core.delivery.DeliveryState;
import io.caxton.core.engine.AcceptResult.Accepted;
import io.caxton.core.engine.Mailboxes.Leased;
import io.caxton.core.engine.Mailboxes.Settlement;
import io.caxton.core.message.Guarantee;
import io.caxton.core.message.Message;
import io.caxton.core.message.MessageBuilder;
import io.caxton.core.message.Performative;
import io.caxton.core.message.Priority;
import io.caxton.core.message.Recipient;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * A second, naive implementation of mailboxes: one list, searched from the front. Random operations go to it and to the
 * engine alike, and every answer must agree. Reports what happened, so that a test can insist that it did.
 */
public final class DeliveryModel {
    /** Puts the local state through a restart, clean or by crash, and returns an engine on what was kept. */
    @FunctionalInterface
    public interface Restart {
        EngineFixture restarted(EngineFixture before, Random random);
    }

    /** Small bounds, so that every one of them is reached. */
    public static final EngineSettings SETTINGS = new EngineSettings(
            new DeliveryPolicy(
                    Duration.ofSeconds(10),
                    Duration.ofHours(1),
                    EngineFixture.EXACT_RETRY,
                    Duration.ofMinutes(2),
                    12,
                    8),
            new ConversationPolicy(100_000, 100, Duration.ofDays(1)),
            RetentionPolicy.DEFAULT,
            100);

    private static final List<String> AGENTS = List.of("ann", "ben", "cleo");
    private static final List<String> CONVERSATIONS = List.of("c1", "c2", "c3", "c4");

    private static final class Entry {
        final String id;
        final String receiver;
        final String conversation;
        final Priority priority;
        final int maxAttempts;
        final Instant expiresAt;
        DeliveryState state = DeliveryState.QUEUED;
        int attempt;
        Instant availableAt;
        Instant leaseUntil = Instant.MAX;

        Entry(Message message, String receiver, Instant now, DeliveryPolicy policy) {
            this.id = message.id();
            this.receiver = receiver;
            this.conversation = message.conversationId();
            this.priority = message.priority();
            this.maxAttempts = message.guarantee() == Guarantee.AT_MOST_ONCE
                    ? 1
                    : policy.retry().maxAttempts();
            this.expiresAt = message.replyBy().orElse(now.plus(policy.timeToLive()));
            this.availableAt = now;
        }
    }

    private final DeliveryPolicy policy;
    private final Restart restart;
    private final Random random;
    private final List<Entry> entries = new ArrayList<>();
    private final Map<String, AgentInstance> agents = new LinkedHashMap<>();
    private final Map<String, Integer> happened = new LinkedHashMap<>();
    private EngineFixture engine;

    public DeliveryModel(EngineFixture engine, DeliveryPolicy policy, Restart restart, long seed) {
        this.engine = engine;
        this.policy = policy;
        this.restart = restart;
        this.random = new Random(seed);
        AGENTS.forEach(name -> agents.put(name, engine.register(name, 3)));
    }

    /** Runs that many random operations; throws with a description at the first difference. */
    public Map<String, Integer> run(int operations) {
        for (int i = 0; i < operations; i++) {
            keepAgentsAlive();
            switch (random.nextInt(12)) {
                case 0, 1, 2, 3 -> send();
                case 4, 5, 6 -> lease();
                case 7, 8 -> settle();
                case 9 -> passTime();
                case 10 -> redriveOrDismiss();
                default -> {
                    if (random.nextInt(4) == 0) {
                        engine = restart.restarted(engine, random);
                        count("restart");
                    }
                }
            }
            compareAll();
        }
        return happened;
    }

    private void keepAgentsAlive() {
        agents.values().forEach(a -> engine.engine.agents().renew(engine.now, a.agentId()));
    }

    private void send() {
        String receiver = pick(AGENTS);
        // A failure is not answered by notices, which would put messages of the node's own into the mailboxes.
        MessageBuilder message = Message.builder(
                        "m" + entries.size(),
                        Performative.FAILURE,
                        new AgentName("outside"),
                        new Recipient.ToAgent(new AgentName(receiver)),
                        JsonNodeFactory.instance.numberNode(entries.size()))
                .conversation(pick(CONVERSATIONS))
                .priority(pick(List.of(Priority.values())))
                .guarantee(random.nextInt(5) == 0 ? Guarantee.AT_MOST_ONCE : Guarantee.AT_LEAST_ONCE)
                .replyBy(random.nextInt(4) == 0 ? engine.now.plusSeconds(1 + random.nextInt(90)) : null);
        long depth = unfinished(receiver).count();
        AcceptResult result = engine.send(message);
        if (depth >= policy.maxMailboxDepth()) {
            check(result instanceof AcceptResult.MailboxFull, "expected a full mailbox, got " + result);
            count("full");
            return;
        }
        check(result instanceof Accepted, "expected acceptance, got " + result);
        entries.add(new Entry(message.build(), receiver, engine.now, policy));
        count("accepted");
    }

    private void lease() {
        AgentInstance agent = agentNamed(pick(AGENTS));
        int max = 1 + random.nextInt(4);
        List<Entry> expected = leasable(agent.name().value(), max);
        List<Leased> leased = engine.lease(agent, max);
        List<String> ids = leased.stream().map(l -> l.message().message().id()).toList();
        check(ids.equals(expected.stream().map(e -> e.id).toList()), "leased " + ids);
        for (Entry entry : expected) {
            entry.state = DeliveryState.LEASED;
            entry.attempt++;
            entry.leaseUntil = engine.now.plus(policy.lease());
            count("leased");
        }
    }

    /** The heads of lanes that are free, in order; those whose deadline has passed expire on the way. */
    private List<Entry> leasable(String receiver, int max) {
        long inFlight = unfinished(receiver)
                .filter(e -> e.state == DeliveryState.LEASED)
                .count();
        int room = (int) Math.min(max, 3 - inFlight);
        List<Entry> chosen = new ArrayList<>();
        while (chosen.size() < room) {
            Set<String> seen = new HashSet<>();
            List<Entry> free = unfinished(receiver)
                    .filter(e -> seen.add(e.conversation))
                    .filter(e -> e.state == DeliveryState.QUEUED && !chosen.contains(e))
                    .filter(e -> !e.availableAt.isAfter(engine.now))
                    .sorted(Comparator.comparing((Entry e) -> e.priority).reversed())
                    .limit((long) room - chosen.size())
                    .toList();
            if (free.isEmpty()) {
                break;
            }
            for (Entry entry : free) {
                if (entry.expiresAt.isAfter(engine.now)) {
                    chosen.add(entry);
                } else {
                    finish(entry, DeliveryState.EXPIRED);
                }
            }
        }
        return chosen;
    }

    private void settle() {
        List<Entry> attempted = entries.stream().filter(e -> e.attempt > 0).toList();
        if (attempted.isEmpty()) {
            return;
        }
        Entry entry = random.nextInt(4) == 0
                ? pick(attempted)
                : attempted.stream()
                        .filter(e -> e.state == DeliveryState.LEASED)
                        .findFirst()
                        .orElse(attempted.get(0));
        AgentInstance agent = agentNamed(entry.receiver);
        boolean leased = entry.state == DeliveryState.LEASED;
        switch (random.nextInt(4)) {
            case 0, 1 -> {
                boolean acceptable =
                        leased || entry.state == DeliveryState.QUEUED || entry.state == DeliveryState.HANDLED;
                compare(engine.ack(agent, entry.id), acceptable, "ack " + entry.id);
                if (acceptable && entry.state != DeliveryState.HANDLED) {
                    finish(entry, DeliveryState.HANDLED);
                }
            }
            case 2 -> {
                boolean requeue = random.nextInt(3) > 0;
                compare(engine.nack(agent, entry.id, requeue), leased, "nack " + entry.id);
                if (leased && requeue) {
                    retry(entry);
                } else if (leased) {
                    finish(entry, DeliveryState.REFUSED);
                }
            }
            default -> {
                Duration longer = Duration.ofSeconds(1 + random.nextInt(200));
                Settlement settlement = engine.run(tx -> engine.engine
                        .mailboxes()
                        .extend(tx, engine.now, agent.agentId(), entry.id, OptionalInt.of(entry.attempt), longer));
                compare(settlement, leased, "extend " + entry.id);
                if (leased) {
                    entry.leaseUntil = engine.now.plus(longer);
                    count("extended");
                }
            }
        }
    }

    private void passTime() {
        // Not in steps of the deadlines' own unit only, so that "at" and "after" are both met.
        Duration time = Duration.ofMillis(500L * random.nextInt(60));
        engine.now = engine.now.plus(time);
        keepAgentsAlive();
        engine.pass(Duration.ZERO);
        entries.stream()
                .filter(e -> e.state == DeliveryState.LEASED && !e.leaseUntil.isAfter(engine.now))
                .forEach(e -> {
                    retry(e);
                    count("lease ran out");
                });
        entries.stream()
                .filter(e -> e.state == DeliveryState.QUEUED && !e.expiresAt.isAfter(engine.now))
                .forEach(e -> finish(e, DeliveryState.EXPIRED));
    }

    private void retry(Entry entry) {
        if (entry.attempt >= entry.maxAttempts) {
            finish(entry, DeliveryState.DEAD);
        } else if (!entry.expiresAt.isAfter(engine.now)) {
            finish(entry, DeliveryState.EXPIRED);
        } else {
            entry.state = DeliveryState.QUEUED;
            entry.availableAt = engine.now.plus(policy.retry().backoff(entry.attempt, random));
            count("retried");
        }
    }

    private void redriveOrDismiss() {
        List<Entry> dead =
                entries.stream().filter(e -> e.state == DeliveryState.DEAD).toList();
        if (dead.isEmpty()) {
            return;
        }
        Entry entry = pick(dead);
        boolean listed = engine.state.read(tx -> tx.deliveries().deadLetters(Optional.empty(), 0, 10_000)).stream()
                .anyMatch(d -> d.messageId().equals(entry.id));
        if (random.nextBoolean()) {
            int dismissed = engine.run(tx -> engine.engine.deadLetters().dismiss(tx, entry.id, anyone -> true));
            check(dismissed == (listed ? 1 : 0), "dismissed " + dismissed);
            count("dismissed");
            return;
        }
        int redriven = engine.run(tx -> engine.engine.deadLetters().redrive(tx, engine.now, entry.id, anyone -> true));
        check(redriven == (listed ? 1 : 0), "redriven " + redriven);
        if (redriven == 1) {
            entries.remove(entry);
            entries.add(new Entry(again(entry), entry.receiver, engine.now, policy));
            count("redriven");
        }
    }

    private Message again(Entry entry) {
        Message original = engine.state
                .read(tx -> tx.messages().find(entry.id))
                .orElseThrow()
                .message();
        return Message.builder(
                        entry.id, original.performative(), original.sender(), original.recipient(), original.content())
                .conversation(entry.conversation)
                .priority(entry.priority)
                .guarantee(original.guarantee())
                .build();
    }

    private void compareAll() {
        for (Entry entry : entries) {
            List<Delivery> deliveries = engine.deliveries(entry.id);
            check(deliveries.size() == 1, entry.id + " has " + deliveries.size() + " deliveries");
            Delivery delivery = deliveries.get(0);
            check(delivery.state() == entry.state, entry.id + " should be " + entry.state + ": " + delivery);
            check(delivery.attempt() == entry.attempt, entry.id + " should have " + entry.attempt + ": " + delivery);
            boolean first = unfinished(entry.receiver)
                    .filter(e -> e.conversation.equals(entry.conversation))
                    .findFirst()
                    .filter(e -> e == entry)
                    .isPresent();
            check(delivery.head() == first, entry.id + " head should be " + first);
        }
        for (AgentInstance agent : agents.values()) {
            int depth = engine.state.read(tx -> tx.deliveries().depth(agent.name()));
            check(depth == unfinished(agent.name().value()).count(), "depth of " + agent.name() + " is " + depth);
        }
    }

    private AgentInstance agentNamed(String name) {
        return Objects.requireNonNull(agents.get(name));
    }

    private Stream<Entry> unfinished(String receiver) {
        return entries.stream().filter(e -> e.receiver.equals(receiver) && !e.state.isFinal());
    }

    private void finish(Entry entry, DeliveryState outcome) {
        entry.state = outcome;
        count(outcome.name());
    }

    private static void compare(Settlement actual, boolean done, String what) {
        check(actual == (done ? Settlement.DONE : Settlement.CONFLICT), what + " ended " + actual);
    }

    private static void check(boolean holds, String difference) {
        if (!holds) {
            throw new AssertionError(difference);
        }
    }

    private void count(String event) {
        happened.merge(event, 1, Integer::sum);
    }

    private <T> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
