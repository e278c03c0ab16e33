package io.caxton.benchmarks.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class LinksTest {
    private final Links links = new Links(3, new SplittableRandom(1));

    private static LinkQuality slow(double loss, long bytesPerSecond) {
        return new LinkQuality(true, loss, 0, Duration.ofMillis(20), Duration.ofMillis(10), bytesPerSecond);
    }

    @Test
    void aDirectionIsChangedForItself() {
        links.set(0, 1, LinkQuality.CUT);
        assertThat(links.between(0, 1).open()).isFalse();
        assertThat(links.between(1, 0).open()).isTrue();
        assertThat(links.between(0, 2).open()).isTrue();
        links.setAll(LinkQuality.PERFECT);
        assertThat(links.between(0, 1).open()).isTrue();
    }

    @Test
    void aShareOfCasesHappens() {
        long lost = IntStream.range(0, 10_000).filter(i -> links.happens(0.2)).count();
        assertThat(lost).isBetween(1_800L, 2_200L);
        assertThat(links.happens(0)).isFalse();
        assertThat(links.happens(1)).isTrue();
    }

    @Test
    void jitterComesOnTopOfTheDelay() {
        LongStream times = LongStream.range(0, 1_000).map(i -> links.packetNanos(slow(0, 1_000)));
        assertThat(times.summaryStatistics()).satisfies(all -> {
            assertThat(all.getMin()).isBetween(20_000_000L, 21_000_000L);
            assertThat(all.getMax()).isBetween(29_000_000L, 30_000_000L);
        });
        assertThat(links.packetNanos(LinkQuality.PERFECT)).isZero();
    }

    @Test
    void aStreamTakesTimeForItsBytesAndForWhatIsLost() {
        assertThat(links.streamNanos(slow(0, 1_000), 500)).isBetween(520_000_000L, 530_000_000L);
        assertThat(links.streamNanos(slow(1, Long.MAX_VALUE), 500)).isGreaterThan(200_000_000L * 63);
        assertThat(links.streamNanos(LinkQuality.PERFECT, 1 << 20)).isZero();
    }

    @Test
    void aConnectionNeedsBothDirections() throws Exception {
        links.set(1, 0, LinkQuality.CUT);
        assertThat(links.awaitOpen(0, 1)).isTrue();
        CompletableFuture<Boolean> both = CompletableFuture.supplyAsync(() -> {
            try {
                return links.awaitBoth(0, 1);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        assertThat(both).isNotDone();
        links.set(1, 0, LinkQuality.PERFECT);
        assertThat(both.get()).isTrue();
    }

    @Test
    void whoWaitsIsLetGoInTheEnd() throws Exception {
        links.setAll(LinkQuality.CUT);
        links.close();
        assertThat(links.awaitOpen(0, 1)).isFalse();
        assertThat(links.awaitBoth(0, 1)).isFalse();
    }

    @Test
    void sharesAndTimesAreChecked() {
        assertThatIllegalArgumentException().isThrownBy(() -> LinkQuality.losing(1.5));
        assertThatIllegalArgumentException().isThrownBy(() -> LinkQuality.losing(Double.NaN));
        assertThatIllegalArgumentException().isThrownBy(() -> slow(0, 0));
    }
}
