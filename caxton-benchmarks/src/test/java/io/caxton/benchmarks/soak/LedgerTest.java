package io.caxton.benchmarks.soak;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LedgerTest {
    private final Ledger ledger = new Ledger();

    @Test
    void whatWasAcceptedAndNeverHandledIsLost() {
        int handled = ledger.next();
        int lost = ledger.next();
        ledger.accepted(handled);
        ledger.handled(handled);
        ledger.accepted(lost);
        assertThat(ledger.totals().lost()).isEqualTo(1);
        assertThat(ledger.open()).isEqualTo(1);
    }

    @Test
    void handlingMayBeKnownBeforeAcceptance() {
        int number = ledger.next();
        ledger.handled(number);
        ledger.accepted(number);
        assertThat(ledger.totals().lost()).isZero();
        assertThat(ledger.open()).isZero();
    }

    @Test
    void aSecondAcknowledgementIsCounted() {
        int number = ledger.next();
        ledger.handled(number);
        ledger.handled(number);
        assertThat(ledger.totals().twice()).isEqualTo(1);
        assertThat(ledger.handledCount()).isEqualTo(1);
    }

    @Test
    void whatIsRefusedOrHasNoAnswerIsClosedOnce() {
        int refused = ledger.next();
        int unknown = ledger.next();
        ledger.refused(refused);
        ledger.unknown(unknown);
        assertThat(ledger.open()).isZero();
        ledger.handled(unknown);
        assertThat(ledger.open()).isZero();
        assertThat(ledger.totals().lost()).isZero();
    }
}
