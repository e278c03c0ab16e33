package io.caxton.swim;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LocalHealthTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    @Test
    void theWorseTheSlowerWithinBounds() {
        LocalHealth health = new LocalHealth(7);
        assertThat(health.scale(SECOND)).isEqualTo(SECOND);
        health.worse(3);
        assertThat(health.scale(SECOND)).isEqualTo(Duration.ofSeconds(4));
        health.worse(100);
        assertThat(health.score()).isEqualTo(7);
        assertThat(health.scale(SECOND)).isEqualTo(Duration.ofSeconds(8));
        for (int i = 0; i < 10; i++) {
            health.better();
        }
        assertThat(health.score()).isZero();
    }

    @Test
    void withoutLifeguardItIsAlwaysWell() {
        LocalHealth health = new LocalHealth(0);
        health.worse(1);
        assertThat(health.scale(SECOND)).isEqualTo(SECOND);
    }
}
