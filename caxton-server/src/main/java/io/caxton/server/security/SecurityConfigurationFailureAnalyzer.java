package io.caxton.server.security;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

final class SecurityConfigurationFailureAnalyzer extends AbstractFailureAnalyzer<SecurityConfigurationException> {
    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, SecurityConfigurationException cause) {
        return new FailureAnalysis(String.join("\n", cause.mistakes()), cause.action(), cause);
    }
}
