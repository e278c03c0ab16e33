package io.caxton.core.copies;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HoldersTest {
    private static final int MANY = 10_000;
    private static final List<String> FIVE = List.of("n1", "n2", "n3", "n4", "n5");
    private static final List<String> FOUR = List.of("n5", "n4", "n2", "n1");

    @Test
    void theOrderOfTheNodesDoesNotMatterAndNobodyIsNamedTwice() {
        assertThat(Holders.of("c", List.of("n3", "n1", "n2"), 2))
                .isEqualTo(Holders.of("c", List.of("n1", "n2", "n3"), 2))
                .hasSize(2)
                .doesNotHaveDuplicates();
        assertThat(Holders.of("c", List.of(), 2)).isEmpty();
        assertThat(Holders.of("c", List.of("n1"), 2)).containsExactly("n1");
    }

    @Test
    void theLoadSpreads() {
        Map<String, Integer> shares = new HashMap<>();
        IntStream.range(0, MANY).forEach(i -> shares.merge(first(i, FIVE), 1, Integer::sum));
        assertThat(shares.values()).hasSize(5).allMatch(share -> share > MANY / 6 && share < MANY / 4);
    }

    @Test
    void aNodeThatGoesMovesOnlyItsOwnShare() {
        for (int i = 0; i < MANY; i++) {
            String before = first(i, FIVE);
            String after = first(i, FOUR);
            if (before.equals("n3")) {
                assertThat(after).isEqualTo(Holders.of("c" + i, FIVE, 2).get(1));
            } else {
                assertThat(after).isEqualTo(before);
            }
        }
    }

    private static String first(int conversation, List<String> nodes) {
        return Holders.of("c" + conversation, nodes, 1).get(0);
    }
}
