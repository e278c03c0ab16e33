package io.caxton.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.core.agent.AgentInstance;
import io.caxton.core.agent.AgentName;
import io.caxton.core.delivery.MessageStatus;
import io.caxton.core.engine.AcceptResult.Accepted;
import io.caxton.core.engine.Mailboxes.Leased;
import io.caxton.core.storage.InMemoryLocalState;
import io.caxton.core.storage.InMemoryLocalState.Sync;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Crashes at random moments, on a store that syncs and on one that does not. The real process is killed in the server's tests. */
class CrashTest {
    private static final int OPERATIONS = 4_000;

    @Test
    void nothingAcknowledgedIsLostWhenEveryCommitIsSynced() {
        AcceptedLedger.Report report = crashAtRandom(Sync.FULL, 7);
        System.out.println("synced: " + report);
        assertThat(report.faults()).isEmpty();
        assertThat(report.accepted()).isGreaterThan(1_000).isEqualTo(report.handledOnce() + report.otherOutcome());
    }

    @Test
    void theCheckerFindsWhatIsLostWhenCommitsAreNotSynced() {
        AcceptedLedger.Report report = crashAtRandom(Sync.OFF, 7);
        System.out.println("not synced: accepted " + report.accepted() + ", faults "
                + report.faults().size());
        assertThat(report.faults()).isNotEmpty().anyMatch(f -> f.endsWith("was accepted and is unknown"));
    }

    private static AcceptedLedger.Report crashAtRandom(Sync sync, long seed) {
        InMemoryLocalState state = new InMemoryLocalState(sync);
        EngineFixture engine = new EngineFixture(state, EngineFixture.SETTINGS, seed, EngineListener.NONE);
        AcceptedLedger ledger = new AcceptedLedger();
        AgentInstance worker = engine.register("worker", 100);
        state.sync();
        for (int i = 0; i < OPERATIONS; i++) {
            switch (engine.random.nextInt(20)) {
                case 0 -> state.sync();
                case 1 -> {
                    state.crash();
                    engine.restart();
                }
                case 2, 3, 4 -> consume(engine, worker, ledger);
                default -> {
                    AcceptResult result = engine.send(
                            engine.message("client", "worker").conversation("c" + engine.random.nextInt(50)));
                    if (result instanceof Accepted accepted) {
                        ledger.accepted(accepted.message().id());
                    }
                }
            }
        }
        drain(engine, worker, ledger);
        return ledger.check(id -> Optional.of(engine.deliveries(id))
                .filter(deliveries -> !deliveries.isEmpty())
                .map(MessageStatus::of));
    }

    private static void consume(EngineFixture engine, AgentInstance worker, AcceptedLedger ledger) {
        for (Leased leased : engine.lease(worker, 20)) {
            ledger.handedOut(leased.delivery().messageId());
            // Now and then the acknowledgement gets lost, as in a crash of the consumer.
            if (engine.random.nextInt(10) > 0) {
                engine.ack(worker, leased.delivery().messageId());
            }
        }
    }

    private static void drain(EngineFixture engine, AgentInstance worker, AcceptedLedger ledger) {
        while (engine.state.read(tx -> tx.deliveries().depth(new AgentName("worker"))) > 0) {
            engine.engine.agents().renew(engine.now, worker.agentId());
            engine.pass(Duration.ofSeconds(30));
            consume(engine, worker, ledger);
        }
    }
}
