package io.caxton.spring.localstate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caxton.core.storage.LocalState;
import io.caxton.core.storage.LocalStateContract;
import io.caxton.core.storage.Transaction;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.StringNode;

class SqliteLocalStateTest extends LocalStateContract {
    @TempDir
    private Path directory;

    @Override
    protected LocalState create() {
        return SqliteLocalState.open(
                directory.resolve("caxton.db"), SqliteLocalStateSettings.DEFAULT, CommitListener.NONE);
    }

    @Test
    void everythingIsThereAfterReopening() {
        appendAll("c", "m1", "m2");
        save(delivery("m1", 1));
        state.close();
        state = create();
        assertThat(messageIds(durable().messages().inConversation("c", 0, 10))).containsExactly("m1", "m2");
        assertThat(durable().deliveries().depth(BOB)).isEqualTo(1);
        assertThat(work().messages().nextPosition()).isGreaterThan(2);
        assertThat(((SqliteLocalState) state).setAside()).isEmpty();
    }

    @Test
    void aWorkSeesItsOwnChangesAndAReadSeesOnlyWhatIsDurable() {
        change(tx -> {
            tx.messages().append(message("m1", "c"), NOW, 1, "");
            assertThat(tx.messages().find("m1")).isPresent();
            assertThat(CompletableFuture.supplyAsync(() -> durable().messages().find("m1"))
                            .join())
                    .isEmpty();
        });
        assertThat(durable().messages().find("m1")).isPresent();
    }

    @Test
    void aReadSeesOneSnapshot() {
        appendAll("c", "m1");
        List<Integer> seen = read(tx -> {
            int before = tx.messages().inConversation("c", 0, 10).size();
            appendAll("c", "m2");
            return List.of(before, tx.messages().inConversation("c", 0, 10).size());
        });
        assertThat(seen).containsExactly(1, 1);
        assertThat(durable().messages().find("m2")).isPresent();
    }

    @Test
    void anAfterCommitActionThatThrowsHarmsNothing() {
        List<String> ran = new CopyOnWriteArrayList<>();
        change(tx -> {
            tx.afterCommit(() -> {
                throw new AssertionError("logged only");
            });
            tx.afterCommit(() -> ran.add("second"));
        });
        assertThat(ran).containsExactly("second");
        appendAll("c", "m1");
        assertThat(durable().messages().find("m1")).isPresent();
    }

    @Test
    void aTransactionIsOfNoUseOnceItsWorkIsOver() {
        CompletableFuture<Transaction> kept = state.write(tx -> tx);
        assertThatThrownBy(() -> kept.join().messages().nextPosition()).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aWorkThatSwallowsAFailureOfTheStoreFailsAllTheSame() {
        appendAll("c", "m1");
        assertThatThrownBy(() -> change(tx -> {
                    tx.messages().nextPosition();
                    try {
                        tx.messages().append(message("m1", "c"), NOW, 1, "");
                    } catch (RuntimeException duplicate) {
                        // goes on as if nothing had happened
                    }
                }))
                .hasMessageContaining("SQLITE_CONSTRAINT_UNIQUE");
        assertThat(work().messages().nextPosition()).isEqualTo(2);
    }

    @Test
    void halfASurrogatePairIsReadBack() {
        StringNode torn = StringNode.valueOf("a\ud83db");
        change(tx -> tx.messages().append(message("m1", "c", torn), NOW, 1, ""));
        assertThat(durable().messages().find("m1").orElseThrow().message().content())
                .isEqualTo(torn);
    }

    @Test
    void instantsBeyondTheRangeOfNanosecondsBecomeItsEnd() {
        save(
                expiring(delivery("m1", 1), Instant.parse("9999-12-31T23:59:59Z")),
                expiring(delivery("m2", 2), Instant.parse("0001-01-01T00:00:00Z")),
                expiring(delivery("m3", 3), Instant.parse("1969-12-31T23:59:59.000000001Z")));
        assertThat(List.of("m1", "m2", "m3"))
                .extracting(
                        id -> durable().deliveries().find(id, BOB).orElseThrow().expiresAt())
                .containsExactly(
                        Instant.parse("2262-04-11T23:47:16.854775806Z"),
                        Instant.parse("1677-09-21T00:12:43.145224193Z"),
                        Instant.parse("1969-12-31T23:59:59.000000001Z"));
    }
}
