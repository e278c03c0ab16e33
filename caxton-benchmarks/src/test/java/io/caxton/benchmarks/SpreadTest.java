package io.caxton.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class SpreadTest {
    @Test
    void theMedianIsTheMiddleOfTheRounds() {
        assertThat(Spread.of(5, 1, 3)).isEqualTo(new Spread(3, 1, 5));
        assertThat(Spread.of(4, 1, 3, 2)).isEqualTo(new Spread(2.5, 1, 4));
    }

    @Test
    void aSpreadOfNothingIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(Spread::of);
    }

    @Test
    void itReadsAsMedianAndRange() {
        assertThat(Spread.of(1_234.4, 1_100, 1_300).whole()).isEqualTo("1,234 (1,100 to 1,300)");
        assertThat(Spread.of(1.234).map(one -> one * 2).decimal()).isEqualTo("2.47 (2.47 to 2.47)");
    }
}
