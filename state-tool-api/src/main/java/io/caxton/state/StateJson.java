package io.caxton.state;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * JSON text to trees and back, exactly and within limits. Numbers keep value and scale ({@code 1.10}, {@code 1E+400},
 * integers of up to 1,000 digits); only the sign of a negative zero is lost. Members keep their order. A name twice in one object,
 * or text after the value, is refused.
 */
public final class StateJson {

    /** Digits a number may have; parsing takes time quadratic in them. */
    public static final int MAX_NUMBER_LENGTH = 1000;

    private final String backend;
    private final StateToolLimits limits;
    private final JsonMapper mapper;

    /**
     * A codec for one tool.
     *
     * @param backend named in exceptions
     */
    public StateJson(String backend, StateToolLimits limits) {
        this.backend = backend;
        this.limits = limits;
        this.mapper = exactMapper(limits);
    }

    /** A mapper that reads and writes trees as exactly as the tools store them, for whoever stands in front of one. */
    public static JsonMapper exactMapper(StateToolLimits limits) {
        JsonFactory factory = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(limits.maxValueDepth())
                        .maxNumberLength(MAX_NUMBER_LENGTH)
                        .maxStringLength(limits.maxValueBytes())
                        .maxNameLength(limits.maxValueBytes())
                        .build())
                .streamWriteConstraints(StreamWriteConstraints.builder()
                        .maxNestingDepth(limits.maxValueDepth())
                        .build())
                .build();
        return JsonMapper.builder(factory)
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
                .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                .build();
    }

    /**
     * Compact JSON text.
     *
     * @throws StateToolException {@code INVALID_VALUE}, {@code VALUE_TOO_DEEP} or {@code VALUE_TOO_LARGE}
     */
    public String encode(Operation operation, String key, JsonNode value) {
        try {
            new ValueCheck(limits).check(value);
            BoundedBytes bytes = new BoundedBytes(limits.maxValueBytes());
            mapper.writeValue(bytes, value);
            return bytes.toString(StandardCharsets.UTF_8);
        } catch (ValueCheck.Refused refused) {
            throw new StateToolException(operation, key, backend, refused.reason(), refused.detail(), null);
        } catch (JacksonException unwritable) {
            throw new StateToolException(
                    operation,
                    key,
                    backend,
                    StateToolException.Reason.INVALID_VALUE,
                    "the value cannot be written as JSON ("
                            + unwritable.getClass().getSimpleName() + ")",
                    null);
        }
    }

    /**
     * The tree of a stored text. The parser's own exception may quote the text, so it is not passed on.
     *
     * @throws StateToolException {@code CORRUPT} if the text is not JSON within the limits
     */
    public JsonNode decode(Operation operation, String key, String json) {
        try {
            JsonNode value = mapper.readTree(json);
            if (!value.isMissingNode()) {
                return value;
            }
        } catch (JacksonException unreadable) {
            // Its message may quote the text.
        }
        throw new StateToolException(
                operation,
                key,
                backend,
                StateToolException.Reason.CORRUPT,
                "what is stored is not JSON within the limits (" + json.length()
                        + " characters); store it anew or delete it",
                null);
    }

    /** Refuses the first byte over the limit, so that a huge value is never built in memory. */
    private static final class BoundedBytes extends ByteArrayOutputStream {
        private final int limit;

        BoundedBytes(int limit) {
            this.limit = limit;
        }

        @Override
        public synchronized void write(int b) {
            requireRoom(1);
            super.write(b);
        }

        @Override
        public synchronized void write(byte[] bytes, int offset, int length) {
            requireRoom(length);
            super.write(bytes, offset, length);
        }

        private void requireRoom(int more) {
            if (count + more > limit) {
                throw ValueCheck.tooLarge(limit);
            }
        }
    }
}
