package io.caxton.spring.localstate;

import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.core.agent.AgentName;
import io.caxton.core.delivery.Receipt;
import io.caxton.core.delivery.ReceiptStatus;
import io.caxton.core.storage.LocalState;
import io.caxton.core.storage.LocalStateFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.StringNode;

/** What finished messages count is what they take in the file. */
class FinishedSizeTest extends LocalStateFixture {
    private static final int BATCHES = 10;
    private static final int MESSAGES_OF_BATCH = 200;

    @TempDir
    private Path directory;

    @Override
    protected LocalState create() {
        return SqliteLocalState.open(database(), SqliteLocalStateSettings.DEFAULT, CommitListener.NONE);
    }

    private Path database() {
        return directory.resolve("caxton.db");
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "264, 1", "4000, 1", "20, 12"})
    void theyCountAboutWhatTheFileHasGrownBy(int content, int deliveries) throws IOException {
        state.close();
        long before = Files.size(database());
        state = create();
        for (int batch = 0; batch < BATCHES; batch++) {
            finishBatch(content, deliveries);
        }
        long counted = durable().messages().finishedBytes();
        state.close();
        assertThat((double) counted / (Files.size(database()) - before)).isBetween(0.7, 1.4);
    }

    private void finishBatch(int content, int deliveries) {
        String[] ids = new String[MESSAGES_OF_BATCH];
        long[] positions = new long[MESSAGES_OF_BATCH];
        change(tx -> {
            for (int i = 0; i < ids.length; i++) {
                String id = UUID.randomUUID().toString();
                ids[i] = id;
                positions[i] = tx.messages()
                        .append(message(id, id, StringNode.valueOf("x".repeat(content))), NOW, content, "f".repeat(64))
                        .position();
                for (int to = 0; to < deliveries; to++) {
                    tx.deliveries().save(delivery(id, recipient(to), instance(), "lane-" + to + id, positions[i]));
                    tx.messages().addReceipt(receipt(id, ReceiptStatus.QUEUED));
                }
            }
        });
        for (int to = 0; to < deliveries; to++) {
            AgentName recipient = recipient(to);
            change(tx -> {
                for (String id : ids) {
                    tx.messages().addReceipt(receipt(id, ReceiptStatus.DELIVERED));
                    tx.messages().addReceipt(receipt(id, ReceiptStatus.HANDLED));
                    tx.deliveries()
                            .save(handled(tx.deliveries().find(id, recipient).orElseThrow()));
                }
            });
        }
        change(tx -> {
            for (String id : ids) {
                tx.messages().markFinished(id, Optional.of(NOW));
            }
        });
    }

    private static AgentName recipient(int number) {
        return new AgentName("recipient-" + number);
    }

    private static String instance() {
        return UUID.randomUUID().toString();
    }

    private static Receipt receipt(String id, ReceiptStatus status) {
        return new Receipt(
                id,
                status,
                NOW,
                "node-1",
                Optional.of(recipient(0).value()),
                Optional.of(instance()),
                Optional.empty());
    }
}
