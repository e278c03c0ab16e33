package io.caxton.spring.autoconfigure;

import io.caxton.spring.localstate.DataDirectoryInUseException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

final class DataDirectoryInUseFailureAnalyzer extends AbstractFailureAnalyzer<DataDirectoryInUseException> {
    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, DataDirectoryInUseException cause) {
        String holder = cause.holder().isPresent() ? "process " + cause.holder().getAsLong() : "another process";
        return new FailureAnalysis(
                "The data directory " + cause.path() + " is in use by " + holder + ".",
                "Stop the node that uses it, or set caxton.data-dir to a directory of this node's own.",
                cause);
    }
}
