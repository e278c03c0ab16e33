package io.caxton.server.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.server.webhook.PostResult.Answered;
import io.caxton.server.webhook.PostResult.Failed;
import io.caxton.server.webhook.Verdict.Again;
import io.caxton.server.webhook.Verdict.Handled;
import io.caxton.server.webhook.Verdict.Refused;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VerdictTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration LONGEST = Duration.ofMinutes(10);

    private static Verdict of(int status) {
        return Verdict.of(new Answered(status, Optional.empty()), NOW, LONGEST);
    }

    private static Optional<Duration> delay(String retryAfter) {
        return ((Again) Verdict.of(new Answered(503, Optional.of(retryAfter)), NOW, LONGEST)).delay();
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 202, 204, 299})
    void successMeansHandled(int status) {
        assertThat(of(status)).isInstanceOf(Handled.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 409, 410, 413, 415, 422})
    void aFaultOfTheMessageMeansRefused(int status) {
        assertThat(of(status)).isEqualTo(new Refused("the receiver answered " + status));
    }

    @ParameterizedTest
    @ValueSource(ints = {300, 301, 302, 307, 308, 401, 403, 404, 405, 408, 500, 501, 502, 503, 504, 599})
    void aFaultOfTheReceiverMeansAgainAndCountsAgainstIt(int status) {
        assertThat(of(status)).isInstanceOfSatisfying(Again.class, again -> {
            assertThat(again.reason()).contains("the receiver answered " + status);
            assertThat(again.outOfOrder()).isTrue();
            assertThat(again.delay()).isEmpty();
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {425, 429})
    void askingForPatienceDoesNotCountAgainstTheReceiver(int status) {
        assertThat(of(status))
                .isInstanceOfSatisfying(
                        Again.class, again -> assertThat(again.outOfOrder()).isFalse());
    }

    @Test
    void noAnswerMeansAgain() {
        assertThat(Verdict.of(new Failed("could not connect"), NOW, LONGEST))
                .isEqualTo(new Again("could not connect", Optional.empty(), true));
    }

    @Test
    void retryAfterIsHonouredWithinBounds() {
        assertThat(delay("7")).contains(Duration.ofSeconds(7));
        assertThat(delay(" 0 ")).contains(Duration.ZERO);
        assertThat(delay("100000")).contains(LONGEST);
        assertThat(delay("Thu, 01 Jan 2026 00:01:00 GMT")).contains(Duration.ofMinutes(1));
        assertThat(delay("Wed, 31 Dec 2025 00:00:00 GMT")).contains(Duration.ZERO);
        assertThat(delay("99999999999999")).isEmpty();
        assertThat(delay("-5")).isEmpty();
        assertThat(delay("soon")).isEmpty();
    }
}
