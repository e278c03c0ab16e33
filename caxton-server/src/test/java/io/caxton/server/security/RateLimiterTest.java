package io.caxton.server.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.caxton.server.problem.ProblemException;
import io.caxton.server.problem.ProblemType;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RateLimiterTest {
    private static final Caller ANNA = new Caller("anna", Set.of(Role.AGENT), List.of("anna"));
    private static final Caller BERT = new Caller("bert", Set.of(Role.AGENT), List.of("bert"));

    private final AtomicLong nanos = new AtomicLong();
    private final TimeMeter time = new TimeMeter() {
        @Override
        public long currentTimeNanos() {
            return nanos.get();
        }

        @Override
        public boolean isWallClockBased() {
            return false;
        }
    };

    private RateLimiter limiter(int perSecond, int burst) {
        return new RateLimiter(new RateProperties(perSecond, burst, 20, Duration.ofSeconds(3)), time);
    }

    @Test
    void grantsABurstAndThenTheRate() {
        RateLimiter limiter = limiter(10, 3);
        limiter.acquire(ANNA, 3);
        assertThat(limiter.tryAcquire(ANNA, 1)).contains(Duration.ofMillis(100));
        nanos.addAndGet(Duration.ofMillis(99).toNanos());
        assertThat(limiter.tryAcquire(ANNA, 1)).contains(Duration.ofMillis(1));
        nanos.addAndGet(Duration.ofMillis(1).toNanos());
        assertThat(limiter.tryAcquire(ANNA, 1)).isEmpty();
        assertThat(limiter.tryAcquire(ANNA, 1)).isPresent();
    }

    @Test
    void onePrincipalDoesNotHoldBackAnother() {
        RateLimiter limiter = limiter(1, 1);
        limiter.acquire(ANNA, 1);
        assertThat(limiter.tryAcquire(ANNA, 1)).isPresent();
        assertThat(limiter.tryAcquire(BERT, 1)).isEmpty();
    }

    @Test
    void moreThanTheBurstCountsAsTheBurst() {
        RateLimiter limiter = limiter(10, 5);
        assertThat(limiter.tryAcquire(ANNA, 1_000)).isEmpty();
        assertThat(limiter.tryAcquire(ANNA, 1)).isPresent();
    }

    @Test
    void refusesWithAProblemThatSaysWhenToComeBack() {
        RateLimiter limiter = limiter(1, 1);
        limiter.acquire(ANNA, 1);
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> limiter.acquire(ANNA, 1))
                .satisfies(refused -> {
                    assertThat(refused.problem().type()).isEqualTo(ProblemType.TOO_MANY_REQUESTS);
                    assertThat(refused.problem().retryAfter()).contains(Duration.ofSeconds(1));
                });
    }

    @Test
    void withoutALimitEverythingIsGranted() {
        RateLimiter limiter = limiter(0, 1);
        for (int i = 0; i < 10_000; i++) {
            assertThat(limiter.tryAcquire(ANNA, 1_000)).isEmpty();
        }
    }
}
