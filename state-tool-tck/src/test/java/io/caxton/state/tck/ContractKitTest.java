package io.caxton.state.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** The kit must see what is broken, and say which clause. */
class ContractKitTest {

    @ParameterizedTest
    @CsvSource({
        "lossyCompareAndSet, threadsRacingOnCompareAndSetLoseNoUpdate",
        "likePrefix,         aWildcardInAPrefixMeansItself",
        "ttlIgnored,         anExpiredKeyIsNotRetrieved",
        "firstPageOnly,      aThousandAndTwentyFiveKeysUnderOnePrefixAreAllListed",
        "utf16Order,         keysComeInTheOrderOfTheirUtf8Bytes",
        "caseFolded,         keysThatDifferInCaseAreDifferent",
        "doubleNumbers,      aValueComesBackAsItWasWritten",
        "looseCursor,        aCursorIsBoundToItsPrefix",
        "halfBatch,          aFailedConditionInABatchEndsAsDeclared",
        "carelessDelete,     conditionalDeleteLeavesAnotherVersionAndReportsIt",
        "nullIsAbsent,       nullIsAValueAndNotAbsence"
    })
    void aBrokenToolFailsOnTheClauseItBreaks(String broken, String clause) {
        Outcome outcome = run(BrokenContract.class, broken);
        assertThat(outcome.failed).contains(clause);
        // A mistake fails where it is made, not everywhere.
        assertThat(outcome.failed.size()).isLessThan(outcome.passed.size() / 2);
    }

    @Test
    void theSoundToolUnderTheSameHarnessPassesEveryClause() {
        Outcome outcome = run(BrokenContract.class, "sound");
        assertThat(outcome.failed).isEmpty();
        assertThat(outcome.passed).hasSizeGreaterThan(80);
    }

    private static Outcome run(Class<?> contract, String broken) {
        Outcome outcome = new Outcome();
        var request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClass(contract))
                .configurationParameter(BrokenContract.PARAMETER, broken)
                .build();
        LauncherFactory.create().execute(request, outcome);
        return outcome;
    }

    /** Collects the names of the clauses by outcome; a clause with one failing case has failed. */
    private static final class Outcome implements TestExecutionListener {
        private final Set<String> passed = new HashSet<>();
        private final Set<String> failed = new HashSet<>();

        @Override
        public void executionFinished(TestIdentifier test, TestExecutionResult result) {
            if (test.isTest() && test.getSource().orElseThrow() instanceof MethodSource method) {
                boolean success = result.getStatus() == TestExecutionResult.Status.SUCCESSFUL;
                (success ? passed : failed).add(method.getMethodName());
            }
        }
    }
}
