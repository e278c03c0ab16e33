package io.caxton.benchmarks.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LedgerTest {
    private final Ledger ledger = new Ledger(2);

    private int accepted() {
        int number = ledger.next();
        ledger.tried(number);
        ledger.accepted(number);
        return number;
    }

    @Test
    void whatIsAcceptedAndDoesNotComeIsLost() {
        int handled = accepted();
        int lost = accepted();
        ledger.arrived(0, handled, handled, 1, 1);
        assertThat(ledger.lost(10)).containsExactly(lost);
        assertThat(ledger.totals().isClean()).isFalse();
        ledger.arrived(0, lost, lost, 1, 2);
        assertThat(ledger.totals().isClean()).isTrue();
    }

    @Test
    void aRepeatIsRecognisedByItsId() {
        int number = accepted();
        ledger.arrived(0, number, number, 1, 1);
        ledger.arrived(0, number, number, 1, 1);
        assertThat(ledger.totals().repeats()).isEqualTo(1);
        assertThat(ledger.totals().isClean()).isTrue();
    }

    @Test
    void theSameUnderAnotherIdOrAtAnotherRecipientIsHandledTwice() {
        int number = accepted();
        int other = accepted();
        ledger.arrived(0, number, number, 1, 1);
        ledger.arrived(0, other, number, 1, 1);
        ledger.arrived(1, number, number, 1, 1);
        assertThat(ledger.totals().twice()).isEqualTo(2);
        assertThat(ledger.totals().isClean()).isFalse();
    }

    @Test
    void orderIsThatOfAConversation() {
        int first = accepted();
        int second = accepted();
        int other = accepted();
        ledger.arrived(0, second, second, 1, 2);
        ledger.arrived(0, other, other, 2, 1);
        assertThat(ledger.totals().outOfOrder()).isZero();
        ledger.arrived(0, first, first, 1, 1);
        assertThat(ledger.totals().outOfOrder()).isEqualTo(1);
        assertThat(ledger.totals().isClean()).isFalse();
    }

    @Test
    void whatNobodyAcceptedIsNotCleanEither() throws Exception {
        int number = ledger.next();
        ledger.refused("full");
        assertThat(ledger.awaitAccepted(1)).isFalse();
        assertThat(ledger.totals().isClean()).isFalse();
        ledger.accepted(number);
        ledger.arrived(0, number, number, 1, 1);
        assertThat(ledger.awaitHandled(1)).isTrue();
        assertThat(ledger.totals().refusals()).containsEntry("full", 1);
    }

    @Test
    void aNoticeOfFailureIsNotClean() {
        ledger.notice();
        assertThat(ledger.totals().isClean()).isFalse();
    }

    @Test
    void itIsToldWhenAllThatThereWereHaveCome() {
        int first = accepted();
        int second = accepted();
        List<Long> told = new ArrayList<>();
        ledger.whenHandled(told::add);
        int later = accepted();
        ledger.arrived(0, second, second, 1, 1);
        ledger.arrived(0, later, later, 1, 2);
        assertThat(told).isEmpty();
        ledger.arrived(0, first, first, 2, 1);
        assertThat(told).hasSize(1);
        ledger.whenHandled(told::add);
        assertThat(told).hasSize(2);
    }
}
