package io.caxton.core.engine;

import io.caxton.core.delivery.OutcomeReport;
import io.caxton.core.engine.ForwardingWorld.Sabotage;
import io.caxton.core.forward.Answer;
import io.caxton.core.forward.Arrival;
import io.caxton.core.forward.Forward;
import io.caxton.core.forward.ForwardCodec;
import io.caxton.core.message.Priority;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** What carries requests between the nodes of a {@link ForwardingWorld}: it loses, repeats and reorders them. */
final class ForwardingLink {
    private static final Duration LEASE = Duration.ofSeconds(30);

    /** A request from one node to another, and its answer. */
    private static final class Call {
        final String from;
        final String to;
        final int incarnation;
        final Optional<Priority> priority;
        final List<Lease> leases;
        final List<OutcomeReport> reports;
        final byte[] request;
        Optional<byte[]> response = Optional.empty();
        boolean ended;

        Call(
                String from,
                String to,
                int incarnation,
                Optional<Priority> priority,
                List<Lease> leases,
                List<OutcomeReport> reports,
                byte[] request) {
            this.from = from;
            this.to = to;
            this.incarnation = incarnation;
            this.priority = priority;
            this.leases = leases;
            this.reports = reports;
            this.request = request;
        }

        boolean isOf(Priority one) {
            return priority.filter(one::equals).isPresent();
        }

        boolean isReports() {
            return !reports.isEmpty();
        }
    }

    private final ForwardingWorld world;
    private final List<Call> calls = new ArrayList<>();

    ForwardingLink(ForwardingWorld world) {
        this.world = world;
    }

    /** What waits in one class, unless a batch of it is on its way. */
    void forward(String from, String to, Priority priority) {
        if (from.equals(to) || calls.stream().anyMatch(c -> isOpen(c, from, to) && c.isOf(priority))) {
            return;
        }
        EngineFixture node = world.node(from);
        List<Lease> leases = node.run(tx -> node.engine
                .forwarding()
                .handOut(
                        tx,
                        world.now(),
                        to,
                        priority,
                        1 + world.random().nextInt(6),
                        100 + world.random().nextInt(4_000),
                        LEASE));
        if (leases.isEmpty()) {
            return;
        }
        List<Forward> batch =
                new ArrayList<>(leases.stream().map(Lease::forward).toList());
        byte[] request = ForwardCodec.encodeForwards(batch);
        calls.add(new Call(from, to, world.incarnation(from), Optional.of(priority), leases, List.of(), request));
        world.count("batches");
    }

    void report(String from, String to) {
        if (from.equals(to) || calls.stream().anyMatch(c -> isOpen(c, from, to) && c.isReports())) {
            return;
        }
        EngineFixture node = world.node(from);
        List<OutcomeReport> reports =
                node.state.read(tx -> node.engine.forwarding().reports(tx, to, 4));
        if (reports.isEmpty()) {
            return;
        }
        byte[] request = ForwardCodec.encodeOutcomes(node.state.read(tx -> reports.stream()
                .map(r -> node.engine.forwarding().outcome(tx, r))
                .toList()));
        calls.add(new Call(from, to, world.incarnation(from), Optional.empty(), List.of(), reports, request));
        world.count("reports");
    }

    private static boolean isOpen(Call call, String from, String to) {
        return !call.ended && call.from.equals(from) && call.to.equals(to);
    }

    /** Something happens to one of the calls: it arrives, once more maybe, or its answer does, or nobody waits any more. */
    void step() {
        if (calls.isEmpty()) {
            return;
        }
        Call call = world.pick(calls);
        boolean isCut = world.isCut(call.from, call.to);
        switch (world.random().nextInt(8)) {
            case 0, 1, 2, 3 -> {
                if (!isCut) {
                    arrive(call);
                }
            }
            case 4, 5, 6 -> {
                if (!isCut) {
                    answer(call);
                }
            }
            default -> {
                if (!call.ended) {
                    giveUp(call);
                } else if (world.random().nextInt(3) == 0) {
                    calls.remove(call);
                }
            }
        }
    }

    private void arrive(Call call) {
        EngineFixture to = world.node(call.to);
        if (call.response.isPresent()) {
            world.count("arrived again");
        }
        if (call.isReports()) {
            if (world.sabotage() != Sabotage.REPORTS_LOST) {
                to.run(tx -> {
                    to.engine
                            .forwarding()
                            .outcomes(tx, world.now(), call.from, ForwardCodec.decodeOutcomes(call.request));
                    return true;
                });
            }
            call.response = Optional.of(new byte[0]);
            return;
        }
        List<Arrival> arrivals = new ArrayList<>(Arrival.all(ForwardCodec.decodeForwards(call.request)));
        if (world.sabotage() == Sabotage.BATCHES_REVERSED) {
            Collections.reverse(arrivals);
        }
        List<Answer> answers = new ArrayList<>();
        if (world.sabotage() == Sabotage.TAKEN_WITHOUT_TAKING) {
            arrivals.forEach(a -> answers.add(new Answer.Taken()));
        } else {
            answers.addAll(to.run(tx -> to.engine.forwarding().receive(tx, world.now(), call.from, arrivals)));
        }
        answers.forEach(a -> world.count(a.getClass().getSimpleName()));
        if (world.sabotage() == Sabotage.BATCHES_REVERSED) {
            Collections.reverse(answers);
        }
        call.response = Optional.of(ForwardCodec.encodeAnswers(answers));
    }

    private void answer(Call call) {
        if (call.ended || call.response.isEmpty() || world.incarnation(call.from) != call.incarnation) {
            return;
        }
        call.ended = true;
        EngineFixture from = world.node(call.from);
        from.run(tx -> {
            if (call.isReports()) {
                from.engine.forwarding().reported(tx, call.reports);
            } else {
                List<Answer> answers = ForwardCodec.decodeAnswers(call.response.orElseThrow());
                from.engine.forwarding().settled(tx, world.now(), call.to, call.leases, answers);
            }
            return true;
        });
    }

    private void giveUp(Call call) {
        call.ended = true;
        if (!call.isReports() && world.incarnation(call.from) == call.incarnation) {
            world.count("unanswered");
            EngineFixture from = world.node(call.from);
            from.run(tx -> {
                from.engine
                        .forwarding()
                        .unanswered(
                                tx,
                                world.now(),
                                call.to,
                                call.leases,
                                Duration.ofSeconds(world.random().nextInt(3)),
                                true);
                return true;
            });
        }
    }

    /** Everything that is under way arrives and is answered. */
    void carryAll() {
        for (Call call : List.copyOf(calls)) {
            arrive(call);
            answer(call);
        }
        calls.clear();
    }
}
