package io.caxton.server.web;

import io.caxton.core.message.WireNames;
import io.caxton.core.request.Times;
import io.caxton.core.routing.Suggestions;
import io.caxton.core.validation.FieldError;
import io.caxton.core.validation.InvalidRequestException;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.regex.Pattern;

/**
 * Typed access to the query of a request, as strict as {@link io.caxton.core.request.RequestReader} is with its body:
 * an unknown or repeated parameter is refused, every error is told at once by {@link #finish}.
 */
final class QueryReader {
    private static final Pattern INTEGER = Pattern.compile("-?\\d{1,9}");

    private final Map<String, String> values = new LinkedHashMap<>();
    private final Set<String> known = new LinkedHashSet<>();
    private final List<FieldError> errors = new ArrayList<>();

    private QueryReader() {}

    static QueryReader of(HttpServletRequest request) {
        QueryReader reader = new QueryReader();
        String query = request.getQueryString();
        for (String pair : query == null ? new String[0] : query.split("&", -1)) {
            if (!pair.isEmpty()) {
                reader.add(pair);
            }
        }
        return reader;
    }

    /** Refuses every parameter. */
    static void refuseAll(HttpServletRequest request) {
        of(request).finish();
    }

    private void add(String pair) {
        int equals = pair.indexOf('=');
        String name = PercentCoding.decode("query", equals < 0 ? pair : pair.substring(0, equals), true);
        String value = PercentCoding.decode(name, equals < 0 ? "" : pair.substring(equals + 1), true);
        if (values.putIfAbsent(name, value) != null) {
            throw new InvalidRequestException(name, "is given twice");
        }
    }

    Optional<String> text(String name) {
        known.add(name);
        return Optional.ofNullable(values.get(name));
    }

    <T> Optional<T> parsed(String name, BiFunction<String, String, T> parse) {
        return text(name).flatMap(text -> {
            try {
                return Optional.of(parse.apply(name, text));
            } catch (InvalidRequestException wrong) {
                errors.addAll(wrong.errors());
                return Optional.empty();
            }
        });
    }

    int integer(String name, int otherwise, int min, int max) {
        return parsed(name, (field, text) -> integer(field, text, min, max)).orElse(otherwise);
    }

    Optional<Integer> integer(String name, int min, int max) {
        return parsed(name, (field, text) -> integer(field, text, min, max));
    }

    private static int integer(String field, String text, int min, int max) {
        int number = INTEGER.matcher(text).matches() ? Integer.parseInt(text) : Integer.MIN_VALUE;
        if (number < min || number > max) {
            throw new InvalidRequestException(field, "must be a whole number from " + min + " to " + max);
        }
        return number;
    }

    boolean flag(String name) {
        return parsed(name, (field, text) -> switch (text) {
                    case "true" -> true;
                    case "false" -> false;
                    default -> throw new InvalidRequestException(field, "must be true or false");
                })
                .orElse(false);
    }

    Optional<Duration> duration(String name, Duration min, Duration max) {
        return parsed(name, (field, text) -> Times.duration(field, text, min, max));
    }

    <E extends Enum<E>> Optional<E> constant(String name, Class<E> type) {
        return parsed(
                name,
                (field, text) -> WireNames.parse(type, text)
                        .orElseThrow(
                                () -> new InvalidRequestException(field, "must be one of " + WireNames.all(type))));
    }

    /** Refuses unknown parameters and throws {@link InvalidRequestException} if anything is wrong. */
    void finish() {
        for (String name : values.keySet()) {
            if (!known.contains(name)) {
                String hint = Suggestions.near(name, known).stream()
                        .findFirst()
                        .map(near -> "; did you mean '" + near + "'?")
                        .orElse("");
                errors.add(new FieldError(name, "is not a known query parameter" + hint));
            }
        }
        if (!errors.isEmpty()) {
            throw new InvalidRequestException(errors);
        }
    }
}
