package io.caxton.spring.agent;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

final class InvalidAgentFailureAnalyzer extends AbstractFailureAnalyzer<InvalidAgentException> {
    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, InvalidAgentException cause) {
        return new FailureAnalysis(
                "The bean '" + cause.beanName() + "' cannot be a Caxton agent: " + cause.getMessage() + ".",
                "Correct its @CaxtonAgent and @OnMessage annotations.",
                cause);
    }
}
