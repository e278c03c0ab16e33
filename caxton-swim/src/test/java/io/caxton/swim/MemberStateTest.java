package io.caxton.swim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class MemberStateTest {
    /** From the one that everything overrules to the one that overrules everything. */
    private static final List<MemberState> IN_ORDER = List.of(
            new MemberState(0, MemberStatus.ALIVE),
            new MemberState(0, MemberStatus.SUSPECT),
            new MemberState(0, MemberStatus.DEAD),
            new MemberState(0, MemberStatus.LEFT),
            new MemberState(1, MemberStatus.ALIVE),
            new MemberState(1, MemberStatus.SUSPECT),
            new MemberState(1, MemberStatus.DEAD),
            new MemberState(1, MemberStatus.LEFT),
            new MemberState(MemberState.LAST_INCARNATION, MemberStatus.ALIVE),
            new MemberState(MemberState.LAST_INCARNATION, MemberStatus.LEFT));

    @Test
    void ofEachPairTheLaterOverrulesTheEarlierAndNotTheOtherWayRound() {
        for (int i = 0; i < IN_ORDER.size(); i++) {
            for (int j = 0; j < IN_ORDER.size(); j++) {
                assertThat(IN_ORDER.get(i).overrules(IN_ORDER.get(j)))
                        .as("%s overrules %s", IN_ORDER.get(i), IN_ORDER.get(j))
                        .isEqualTo(i > j);
            }
        }
    }

    @Test
    void anIncarnationIsAnUnsignedNumberOf32Bits() {
        assertThatThrownBy(() -> new MemberState(-1, MemberStatus.ALIVE)).hasMessageContaining("incarnation");
        assertThatThrownBy(() -> new MemberState(1L << 32, MemberStatus.ALIVE)).hasMessageContaining("incarnation");
    }
}
