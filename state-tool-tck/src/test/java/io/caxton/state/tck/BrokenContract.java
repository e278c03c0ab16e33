package io.caxton.state.tck;

import io.caxton.state.McpStateTool;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The kit on a tool that is named in a configuration parameter; run by {@link ContractKitTest} alone. */
class BrokenContract extends StateToolContract {

    static final String PARAMETER = "caxton.broken";

    static final Map<String, UnaryOperator<McpStateTool>> TOOLS = Map.ofEntries(
            Map.entry("sound", UnaryOperator.identity()),
            Map.entry("lossyCompareAndSet", BrokenTools::lossyCompareAndSet),
            Map.entry("likePrefix", BrokenTools::likePrefix),
            Map.entry("ttlIgnored", BrokenTools::ttlIgnored),
            Map.entry("firstPageOnly", BrokenTools::firstPageOnly),
            Map.entry("utf16Order", BrokenTools::utf16Order),
            Map.entry("caseFolded", BrokenTools::caseFolded),
            Map.entry("doubleNumbers", BrokenTools::doubleNumbers),
            Map.entry("looseCursor", BrokenTools::looseCursor),
            Map.entry("halfBatch", BrokenTools::halfBatch),
            Map.entry("carelessDelete", BrokenTools::carelessDelete),
            Map.entry("nullIsAbsent", BrokenTools::nullIsAbsent));

    private UnaryOperator<McpStateTool> wrapper = UnaryOperator.identity();

    @RegisterExtension
    final BeforeEachCallback choice = context -> wrapper = Objects.requireNonNull(
            TOOLS.get(context.getConfigurationParameter(PARAMETER).orElse("sound")));

    @Override
    protected StateToolFixture newFixture() {
        return new InMemoryFixture(wrapper);
    }
}
