package io.caxton.spring.cluster;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

final class ClusterConfigurationFailureAnalyzer extends AbstractFailureAnalyzer<ClusterConfigurationException> {
    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, ClusterConfigurationException cause) {
        return new FailureAnalysis(String.join("\n", cause.mistakes()), cause.action(), cause);
    }
}
