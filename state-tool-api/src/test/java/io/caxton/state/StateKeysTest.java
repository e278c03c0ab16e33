package io.caxton.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StateKeysTest {

    @Test
    void orderAndLengthAgreeWithTheEncodedBytes() {
        Random random = new Random(42);
        for (int i = 0; i < 20_000; i++) {
            String left = text(random);
            String right = text(random);
            byte[] leftBytes = left.getBytes(StandardCharsets.UTF_8);
            byte[] rightBytes = right.getBytes(StandardCharsets.UTF_8);
            assertThat(Integer.signum(StateKeys.UTF8_ORDER.compare(left, right)))
                    .isEqualTo(Integer.signum(Arrays.compareUnsigned(leftBytes, rightBytes)));
            assertThat(StateKeys.utf8Length(left)).isEqualTo(leftBytes.length);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "17-x_Y", "!#+-[]~", "AAAA=="})
    void aVersionIsPrintableAsciiThatFitsInAnETag(String version) {
        assertThat(StateKeys.isVersion(version)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\"", "\\", ",", "\n", "a\n", "\u007f", "\u00e9"})
    void whatDoesNotFitInAnETagIsNoVersion(String text) {
        assertThat(StateKeys.isVersion(text)).isFalse();
        assertThat(StateKeys.isVersion("v".repeat(StateKeys.MAX_VERSION_LENGTH + 1)))
                .isFalse();
    }

    private static String text(Random random) {
        int[] alphabet = {0, 'a', 0x7f, 0x80, 0x7ff, 0x800, 0xd7ff, 0xe000, 0xffff, 0x10000, 0x1f680, 0x10ffff};
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(5); i > 0; i--) {
            text.appendCodePoint(alphabet[random.nextInt(alphabet.length)]);
        }
        return text.toString();
    }
}
