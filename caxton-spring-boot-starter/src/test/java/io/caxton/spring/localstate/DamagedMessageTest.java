package io.caxton.spring.localstate;

import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.core.agent.AgentInstance;
import io.caxton.core.delivery.Delivery;
import io.caxton.core.delivery.DeliveryState;
import io.caxton.core.engine.DeliveryModel;
import io.caxton.core.engine.EngineFixture;
import io.caxton.core.engine.EngineListener;
import io.caxton.core.engine.Submission;
import io.caxton.core.message.Message;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A message whose content goes bad while the node runs. */
class DamagedMessageTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    @Test
    void aDamagedMessageEndsDeadAndTheMailboxGoesOn() {
        try (SqliteLocalState state = SqliteLocalState.open(
                folder.resolve("caxton.db"), SqliteLocalStateSettings.DEFAULT, CommitListener.NONE)) {
            EngineFixture engine = new EngineFixture(state, DeliveryModel.SETTINGS, 1, EngineListener.NONE);
            AgentInstance worker = engine.register("worker", 10);
            Message bad = engine.message("asker", "worker").build();
            Message good = engine.message("asker", "worker").build();
            engine.send(Submission.of(bad));
            engine.send(Submission.of(good));
            state.pragma("UPDATE message SET crc = crc + 1 WHERE message_id = '" + bad.id() + "'")
                    .join();
            assertThat(engine.lease(worker, 10))
                    .extracting(leased -> leased.message().message().id())
                    .containsExactly(good.id());
            Delivery dead = engine.deliveries(bad.id()).get(0);
            assertThat(dead.state()).isEqualTo(DeliveryState.DEAD);
            assertThat(dead.reason()).contains("its content is damaged on disk");
            List<Delivery> letters = state.read(tx -> tx.deliveries().deadLetters(Optional.empty(), 0, 10));
            assertThat(letters).containsExactly(dead);
        }
    }
}
