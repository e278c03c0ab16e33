package io.caxton.spring.autoconfigure;

import io.caxton.spring.autoconfigure.UnknownPropertiesException.UnknownProperty;
import java.util.stream.Collectors;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

final class UnknownPropertiesFailureAnalyzer extends AbstractFailureAnalyzer<UnknownPropertiesException> {
    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, UnknownPropertiesException cause) {
        String found = cause.properties().stream()
                .map(UnknownPropertiesFailureAnalyzer::describe)
                .collect(Collectors.joining("\n"));
        return new FailureAnalysis(
                "Caxton does not know these properties:\n\n" + found,
                "Correct or remove them. Where a property belongs to a module, add that module to the class path.",
                cause);
    }

    private static String describe(UnknownProperty property) {
        String meant = property.meant()
                .map(name -> "\n    Did you mean: " + name + "?")
                .orElse("");
        return "    Property: " + property.name() + "\n    Origin: " + property.origin() + meant + "\n";
    }
}
