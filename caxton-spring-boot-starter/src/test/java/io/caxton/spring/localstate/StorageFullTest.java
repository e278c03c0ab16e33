package io.caxton.spring.localstate;

import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.core.delivery.DeliveryState;
import io.caxton.core.storage.LocalState;
import io.caxton.core.storage.LocalStateException;
import io.caxton.core.storage.LocalStateFixture;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.StringNode;

/** SQLite's page quota gives the very error of a full disk. */
class StorageFullTest extends LocalStateFixture {
    @TempDir
    private Path directory;

    private final List<String> undone = new CopyOnWriteArrayList<>();
    private final List<String> acknowledged = new ArrayList<>();
    private int refused;

    @Override
    protected LocalState create() {
        return SqliteLocalState.open(
                directory.resolve("caxton.db"), SqliteLocalStateSettings.DEFAULT, CommitListener.NONE);
    }

    private CompletableFuture<String> append(String id, int size) {
        return state.write(tx -> {
            tx.onRollback(() -> undone.add(id));
            tx.messages().append(message(id, "c", StringNode.valueOf("x".repeat(size))), NOW, size, "");
            tx.deliveries().save(delivery(id, 1));
            return id;
        });
    }

    private void settle(String id, CompletableFuture<String> future) {
        try {
            acknowledged.add(future.join());
            assertThat(undone).doesNotContain(id);
        } catch (CompletionException e) {
            refused++;
            assertThat(undone).contains(id);
            assertThat(e.getCause())
                    .isInstanceOfSatisfying(
                            LocalStateException.class,
                            full -> assertThat(full.reason()).isEqualTo(LocalStateException.Reason.STORAGE_FULL));
        }
    }

    @Test
    void nothingAcknowledgedIsLostWhenTheQuotaIsReachedAndWorkGoesOnOnceItIsRaised() {
        SqliteLocalState sqlite = (SqliteLocalState) state;
        sqlite.pragma("PRAGMA max_page_count = 120").join();
        for (int round = 0; round < 40; round++) {
            CountDownLatch release = new CountDownLatch(1);
            CompletableFuture<Boolean> blocked = state.write(tx -> {
                try {
                    release.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                return Boolean.TRUE;
            });
            List<String> ids = new ArrayList<>();
            List<CompletableFuture<String>> batch = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                String id = "m" + round + "-" + i;
                ids.add(id);
                batch.add(append(id, i == 2 ? 20_000 : 100));
            }
            release.countDown();
            for (int i = 0; i < ids.size(); i++) {
                settle(ids.get(i), batch.get(i));
            }
            assertThat(blocked).isDone();
        }
        assertThat(refused).isPositive();
        assertThat(acknowledged).isNotEmpty();
        assertAllThere();

        sqlite.pragma("PRAGMA max_page_count = 100000").join();
        settle("later", append("later", 50_000));
        assertThat(acknowledged).contains("later");
        state.close();
        state = create();
        assertThat(((SqliteLocalState) state).setAside()).isEmpty();
        assertAllThere();
    }

    private void assertAllThere() {
        assertThat(messageIds(durable().messages().inConversation("c", 0, 1_000)))
                .containsExactlyElementsOf(acknowledged);
        // What is kept in memory agrees with the file.
        assertThat(durable().deliveries().depth(BOB)).isEqualTo(acknowledged.size());
        assertThat(durable().deliveries().counts()).containsEntry(DeliveryState.QUEUED, (long) acknowledged.size());
        assertThat(durable().deliveries().available("bob-1", NOW, 1_000)).hasSameSizeAs(acknowledged);
    }
}
