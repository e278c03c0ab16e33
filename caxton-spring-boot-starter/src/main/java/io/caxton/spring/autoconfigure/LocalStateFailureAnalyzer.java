package io.caxton.spring.autoconfigure;

import io.caxton.core.storage.LocalStateException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

final class LocalStateFailureAnalyzer extends AbstractFailureAnalyzer<LocalStateException> {
    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, LocalStateException cause) {
        return new FailureAnalysis(
                "The local state of this node failed on start: " + cause.getMessage() + ".", action(cause), cause);
    }

    private static String action(LocalStateException cause) {
        return switch (cause.reason()) {
            case STORAGE_FULL -> "Free space on the disk that holds caxton.data-dir, then start again.";
            case OVERLOADED -> "Raise caxton.local-state.max-waiting-works, or write less while the node starts.";
            case CLOSED -> "Find out in the log above why the node was stopping.";
            case FAILED -> "Check disk and permissions of caxton.data-dir; the log above may say more.";
        };
    }
}
