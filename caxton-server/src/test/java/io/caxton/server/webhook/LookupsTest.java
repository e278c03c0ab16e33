package io.caxton.server.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caxton.server.problem.ProblemException;
import io.caxton.server.problem.ProblemType;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.apache.hc.client5.http.DnsResolver;
import org.junit.jupiter.api.Test;

class LookupsTest {
    private static final InetAddress HERE = InetAddress.getLoopbackAddress();

    /** A resolver that does not answer, whatever is done to its thread, until it may. */
    private static final class Stuck implements DnsResolver {
        private final CountDownLatch free = new CountDownLatch(1);

        @Override
        public InetAddress[] resolve(String host) {
            boolean waiting = true;
            while (waiting) {
                try {
                    free.await();
                    waiting = false;
                } catch (InterruptedException ignored) {
                    // As a call of the operating system would.
                }
            }
            return new InetAddress[] {HERE};
        }

        @Override
        public String resolveCanonicalHostname(String host) {
            return host;
        }
    }

    @Test
    void noMoreThanSoManyAreLookedUpAtOnceAndNoRequestWaitsForThemForLong() {
        Stuck dns = new Stuck();
        try (Lookups lookups = new Lookups(dns, 2, Duration.ofMillis(20))) {
            assertThatThrownBy(() -> lookups.resolve("one.example")).isInstanceOf(UnknownHostException.class);
            assertThatThrownBy(() -> lookups.resolve("two.example")).isInstanceOf(UnknownHostException.class);
            assertThatThrownBy(() -> lookups.resolve("three.example"))
                    .isInstanceOfSatisfying(ProblemException.class, refused -> {
                        assertThat(refused.problem().type()).isEqualTo(ProblemType.OVERLOADED);
                        assertThat(refused.problem().retryAfter()).isPresent();
                    });
        } finally {
            dns.free.countDown();
        }
    }

    @Test
    void whatIsFoundInTimeIsTheResolversAnswer() throws Exception {
        FakeDns dns = new FakeDns().answers("here.example", HERE);
        try (Lookups lookups = new Lookups(dns, 2, Duration.ofMinutes(1))) {
            for (int i = 0; i < 5; i++) {
                assertThat(lookups.resolve("here.example")).containsExactly(HERE);
                assertThatThrownBy(() -> lookups.resolve("none.example")).isInstanceOf(UnknownHostException.class);
            }
        }
    }
}
