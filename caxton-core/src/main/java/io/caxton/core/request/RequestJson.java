package io.caxton.core.request;

import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * How requests are read and answers written: numbers keep value and scale ({@code 1.10}, {@code 1E+400}, integers of
 * up to 1,000 digits), a name twice in one object or text after the value is refused, and so is what nests too deep.
 */
public final class RequestJson {
    private RequestJson() {}

    /**
     * A mapper for all requests and answers.
     *
     * @param maxTextLength characters of one string; what bounds the body bounds this
     */
    public static JsonMapper mapper(int maxTextLength) {
        JsonFactory factory = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(RequestLimits.MAX_DEPTH)
                        .maxNumberLength(RequestLimits.MAX_NUMBER_LENGTH)
                        .maxStringLength(maxTextLength)
                        .maxTokenCount(RequestLimits.MAX_TOKENS)
                        .build())
                .build();
        return JsonMapper.builder(factory)
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
                .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                .build();
    }
}
