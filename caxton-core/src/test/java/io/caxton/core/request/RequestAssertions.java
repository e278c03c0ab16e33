package io.caxton.core.request;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.caxton.core.validation.FieldError;
import io.caxton.core.validation.InvalidRequestException;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Requests in tests: single quotes for double ones, and what is wrong with them as field to reason. */
final class RequestAssertions {
    private static final JsonMapper MAPPER = RequestJson.mapper(1 << 20);

    private RequestAssertions() {}

    static JsonNode json(String text) {
        return MAPPER.readTree(text.replace('\'', '"'));
    }

    static Map<String, String> errorsOf(Function<JsonNode, ?> parse, String text) {
        return errorsOf(() -> parse.apply(json(text)));
    }

    static Map<String, String> errorsOf(ThrowingCallable call) {
        InvalidRequestException wrong = catchThrowableOfType(InvalidRequestException.class, call);
        Map<String, String> errors = new TreeMap<>();
        for (FieldError error : wrong.errors()) {
            errors.merge(error.field(), error.reason(), (a, b) -> a + " | " + b);
        }
        return errors;
    }
}
