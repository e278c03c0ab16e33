package io.caxton.spring.autoconfigure;

import io.caxton.spring.localstate.NewerSchemaException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

final class NewerSchemaFailureAnalyzer extends AbstractFailureAnalyzer<NewerSchemaException> {
    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, NewerSchemaException cause) {
        return new FailureAnalysis(
                "A newer version of Caxton has written " + cause.path() + "; it was left as it is.",
                "Start that version again, or set caxton.data-dir to another directory.",
                cause);
    }
}
