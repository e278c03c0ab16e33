package io.caxton.core.request;

import io.caxton.core.message.WireNames;
import io.caxton.core.validation.FieldError;
import io.caxton.core.validation.InvalidRequestException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.BiFunction;
import tools.jackson.databind.JsonNode;

/**
 * Typed access to a JSON object that a client sent. A field that is absent gives nothing; one that is wrong gives nothing
 * and is noted. {@link #finish} refuses unknown fields and throws what was noted, all of it: read every field before
 * calling it, and use the values after.
 */
public final class RequestReader {
    private final JsonNode json;
    private final RequestErrors errors;
    private final List<RequestReader> parts = new ArrayList<>();

    private RequestReader(JsonNode json, RequestErrors errors) {
        this.json = json;
        this.errors = errors;
    }

    /** Reads a request. */
    public static RequestReader of(JsonNode json) {
        return at("", json);
    }

    /**
     * Reads a part of a request.
     *
     * @param path what its fields are named after in errors, such as {@code messages[3]}; empty for the whole request
     * @throws InvalidRequestException if it is not an object
     */
    public static RequestReader at(String path, JsonNode json) {
        if (!json.isObject()) {
            throw new InvalidRequestException(path.isEmpty() ? "body" : path, "must be a JSON object");
        }
        return new RequestReader(json, new RequestErrors(path));
    }

    /** The path of a field, as errors name it. */
    public String path(String field) {
        return errors.path(field);
    }

    /** Any JSON, {@code null} included. */
    public Optional<JsonNode> json(String field) {
        return errors.known(json, field).filter(value -> errors.accept(field, TextRules.checkJson(value)));
    }

    /** One line of printable text. */
    public Optional<String> line(String field, int maxLength) {
        return string(field).filter(text -> errors.accept(field, TextRules.checkLine(text, maxLength)));
    }

    /** Text that may have several lines or be empty. */
    public Optional<String> prose(String field, int maxLength) {
        return string(field).filter(text -> errors.accept(field, TextRules.checkProse(text, maxLength)));
    }

    /** An identifier: a line that can also stand in the path of a URL. */
    public Optional<String> id(String field) {
        return line(field, RequestLimits.MAX_ID).filter(text -> {
            boolean dots = text.equals(".") || text.equals("..");
            return errors.accept(field, dots ? Optional.of("must not be '" + text + "'") : Optional.empty());
        });
    }

    /**
     * A text that {@code parse} understands.
     *
     * @param parse from path and text to value; throws {@link InvalidRequestException} otherwise
     */
    public <T> Optional<T> parsed(String field, int maxLength, BiFunction<String, String, T> parse) {
        return line(field, maxLength).flatMap(text -> errors.attempt(() -> parse.apply(path(field), text)));
    }

    /** One of an enumeration's wire names, in any case. */
    public <E extends Enum<E>> Optional<E> constant(String field, Class<E> type) {
        return string(field).flatMap(text -> {
            Optional<E> constant = WireNames.parse(type, text);
            errors.accept(
                    field,
                    constant.isPresent() ? Optional.empty() : Optional.of("must be one of " + WireNames.all(type)));
            return constant;
        });
    }

    public Optional<Integer> integer(String field, int min, int max) {
        return present(field)
                .filter(value -> errors.accept(
                        field,
                        value.isIntegralNumber()
                                        && value.canConvertToInt()
                                        && value.intValue() >= min
                                        && value.intValue() <= max
                                ? Optional.empty()
                                : Optional.of("must be a whole number from " + min + " to " + max)))
                .map(JsonNode::intValue);
    }

    /** A number from 0 to 1. */
    public OptionalDouble share(String field) {
        Optional<JsonNode> value = present(field)
                .filter(v -> errors.accept(
                        field, Numbers.isShare(v) ? Optional.empty() : Optional.of("must be a number from 0 to 1")));
        return value.isPresent() ? OptionalDouble.of(value.get().decimalValue().doubleValue()) : OptionalDouble.empty();
    }

    public Optional<Boolean> flag(String field) {
        return present(field)
                .filter(value -> errors.accept(
                        field, value.isBoolean() ? Optional.empty() : Optional.of("must be true or false")))
                .map(JsonNode::booleanValue);
    }

    /** An ISO 8601 duration. */
    public Optional<Duration> duration(String field, Duration min, Duration max) {
        return string(field).flatMap(text -> errors.attempt(() -> Times.duration(path(field), text, min, max)));
    }

    /** An RFC 3339 time. */
    public Optional<Instant> instant(String field) {
        return string(field).flatMap(text -> errors.attempt(() -> Times.instant(path(field), text)));
    }

    /** An object whose values are texts; names are lines. */
    public Optional<Map<String, String>> texts(String field, int maxEntries, int maxName, int maxValue) {
        return part(field).map(part -> {
            Map<String, String> texts = new LinkedHashMap<>();
            if (part.json.size() > maxEntries) {
                refuse(field, "must have at most " + maxEntries + " entries");
                part.json.propertyNames().forEach(part.errors::markKnown);
                return texts;
            }
            for (String name : part.json.propertyNames()) {
                if (part.errors.accept(name, TextRules.checkLine(name, maxName))) {
                    part.prose(name, maxValue).ifPresent(value -> texts.put(name, value));
                } else {
                    part.errors.markKnown(name);
                }
            }
            return texts;
        });
    }

    /**
     * An array.
     *
     * @param item from path and element to value; throws {@link InvalidRequestException} for a wrong one
     */
    public <T> Optional<List<T>> list(String field, int maxItems, BiFunction<String, JsonNode, T> item) {
        return present(field).flatMap(array -> {
            if (!array.isArray() || array.size() > maxItems) {
                refuse(field, "must be an array of at most " + maxItems);
                return Optional.empty();
            }
            List<T> items = new ArrayList<>();
            for (int i = 0; i < array.size(); i++) {
                JsonNode element = array.get(i);
                String path = path(field) + "[" + i + "]";
                errors.attempt(() -> item.apply(path, element)).ifPresent(items::add);
            }
            return Optional.of(items);
        });
    }

    /** A JSON object inside this one; it is finished together with this one. */
    public Optional<RequestReader> part(String field) {
        return present(field)
                .filter(value -> errors.accept(
                        field, value.isObject() ? Optional.empty() : Optional.of("must be a JSON object")))
                .map(value -> {
                    RequestReader part = new RequestReader(value, errors.below(field));
                    parts.add(part);
                    return part;
                });
    }

    /** Notes that a field is missing, unless it is there (right or wrong). */
    public <T> Optional<T> require(String field, Optional<T> value) {
        if (!json.has(field)) {
            refuse(field, "is required");
        }
        return value;
    }

    public boolean has(String field) {
        return json.has(field);
    }

    /** Notes that a field is wrong. */
    public void refuse(String field, String reason) {
        errors.add(new FieldError(path(field), reason));
    }

    /** Refuses a field that exists but may not be given here. */
    public void refuseIfPresent(String field, String reason) {
        errors.known(json, field).ifPresent(value -> refuse(field, reason));
    }

    /** Ends reading. Throws {@link InvalidRequestException} if a field is unknown or anything was noted. */
    public void finish() {
        noteUnknown();
        errors.throwIfAny();
    }

    private void noteUnknown() {
        errors.noteUnknown(json);
        parts.forEach(RequestReader::noteUnknown);
    }

    private Optional<String> string(String field) {
        return present(field)
                .filter(value -> errors.accept(
                        field, value.isString() ? Optional.empty() : Optional.of("must be a JSON string")))
                .map(JsonNode::stringValue);
    }

    private Optional<JsonNode> present(String field) {
        return errors.known(json, field)
                .filter(value -> errors.accept(
                        field,
                        value.isNull() ? Optional.of("must not be null; leave it out instead") : Optional.empty()));
    }
}
