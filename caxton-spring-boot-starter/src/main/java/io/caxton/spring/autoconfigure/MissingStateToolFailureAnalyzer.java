package io.caxton.spring.autoconfigure;

import java.util.Set;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

final class MissingStateToolFailureAnalyzer extends AbstractFailureAnalyzer<MissingStateToolException> {
    private static final Set<String> STARTERS = Set.of("redis", "postgres", "s3", "dynamodb", "mcp");

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, MissingStateToolException cause) {
        String action = STARTERS.contains(cause.type())
                ? "Add io.caxton:state-tool-" + cause.type()
                        + " to the class path, or set caxton.state-tool.type to sqlite."
                : "Set caxton.state-tool.type to sqlite, redis, postgres, s3, dynamodb or mcp (each but sqlite with its"
                        + " io.caxton:state-tool-... on the class path), or declare a bean of type McpStateTool.";
        return new FailureAnalysis(
                "caxton.state-tool.type is '" + cause.type() + "', and no such state tool is on the class path.",
                action,
                cause);
    }
}
