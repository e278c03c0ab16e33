package io.caxton.spring.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

final class UnusableDataDirectoryFailureAnalyzer extends AbstractFailureAnalyzer<UnusableDataDirectoryException> {
    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, UnusableDataDirectoryException cause) {
        return new FailureAnalysis(
                "The data directory " + cause.path().toAbsolutePath() + " cannot be used: " + cause.getMessage() + ".",
                "Make it a directory that the user '" + System.getProperty("user.name")
                        + "' may write, or set caxton.data-dir to one.",
                cause);
    }
}
