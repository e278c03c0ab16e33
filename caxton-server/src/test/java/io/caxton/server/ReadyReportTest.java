package io.caxton.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.mock.env.MockEnvironment;

class ReadyReportTest {
    private static long callsWithKey(boolean credentials) {
        String report = ReadyReport.report(new MockEnvironment(), "8080", credentials);
        assertThat(report)
                .contains("curl http://127.0.0.1:8080/api/v1/agents ", "curl http://127.0.0.1:8080/api/v1/messages ");
        return report.lines()
                .filter(line -> line.contains(" -H \"Authorization: Bearer $KEY\" "))
                .count();
    }

    @Test
    void theFirstStepsShowAKeyWhereTheNodeAsksForOne() {
        assertThat(callsWithKey(true)).isEqualTo(2);
        assertThat(callsWithKey(false)).isZero();
    }
}
