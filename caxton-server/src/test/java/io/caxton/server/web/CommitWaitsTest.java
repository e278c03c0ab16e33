package io.caxton.server.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.http.ResponseEntity;
import tools.jackson.databind.JsonNode;

class CommitWaitsTest {
    private final CommitWaits waits = new CommitWaits();

    @Test
    void theAnswerIsThereWhenTheCommitIs() {
        assertThat(waits.answer(CompletableFuture.completedFuture(204), CommitWaitsTest::write))
                .isEqualTo(ResponseEntity.status(204).build());
        assertThat(waits.free()).isEqualTo(CommitWaits.MAX_BLOCKED);
    }

    @Test
    void aFailureIsThrownAsItIsAndFreesItsPlace() {
        IllegalArgumentException failure = new IllegalArgumentException("no");
        assertThatThrownBy(() -> waits.answer(CompletableFuture.failedFuture(failure), CommitWaitsTest::write))
                .isSameAs(failure);
        assertThat(waits.free()).isEqualTo(CommitWaits.MAX_BLOCKED);
    }

    @Test
    void whoComesWhenAllPlacesAreTakenIsAnsweredLater() throws Exception {
        CompletableFuture<Integer> commit = new CompletableFuture<>();
        ExecutorService threads = Executors.newFixedThreadPool(CommitWaits.MAX_BLOCKED);
        try {
            List<Future<Object>> blocked = new ArrayList<>();
            for (int i = 0; i < CommitWaits.MAX_BLOCKED; i++) {
                blocked.add(threads.submit(() -> waits.answer(commit, CommitWaitsTest::write)));
            }
            while (waits.free() > 0) {
                Thread.onSpinWait();
            }
            Object later = waits.answer(commit, CommitWaitsTest::write);
            assertThat(later).isInstanceOf(CompletableFuture.class);
            commit.complete(202);
            assertThat(((CompletableFuture<?>) later).get(30, TimeUnit.SECONDS))
                    .isEqualTo(ResponseEntity.status(202).build());
            for (Future<Object> one : blocked) {
                assertThat(one.get(30, TimeUnit.SECONDS))
                        .isEqualTo(ResponseEntity.status(202).build());
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static ResponseEntity<JsonNode> write(int status) {
        return ResponseEntity.status(status).build();
    }
}
