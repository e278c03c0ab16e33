package io.caxton.server.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.caxton.server.intake.BodyMemory.Loan;
import io.caxton.server.problem.ProblemException;
import io.caxton.server.problem.ProblemType;
import org.junit.jupiter.api.Test;

class BodyMemoryTest {
    private final BodyMemory memory = new BodyMemory(100);

    @Test
    void lendsUntilNothingIsLeftAndTakesBack() {
        Loan first = memory.open();
        first.take(60);
        first.take(40);
        assertThat(memory.lent()).isEqualTo(100);
        Loan second = memory.open();
        assertThat(refusal(second, 1)).isEqualTo(ProblemType.OVERLOADED);
        first.close();
        first.close();
        assertThat(memory.lent()).isZero();
        second.take(100);
        assertThat(memory.lent()).isEqualTo(100);
    }

    @Test
    void aRequestThatIsTooLargeAloneIsToldSoAndHoldsNothing() {
        Loan loan = memory.open();
        loan.take(50);
        assertThat(refusal(loan, 51)).isEqualTo(ProblemType.TOO_LARGE);
        assertThat(memory.lent()).isZero();
    }

    private static ProblemType refusal(Loan loan, long bytes) {
        return catchThrowableOfType(ProblemException.class, () -> loan.take(bytes))
                .problem()
                .type();
    }
}
