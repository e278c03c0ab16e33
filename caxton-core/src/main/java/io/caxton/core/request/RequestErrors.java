package io.caxton.core.request;

import io.caxton.core.routing.Suggestions;
import io.caxton.core.validation.FieldError;
import io.caxton.core.validation.InvalidRequestException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;

/** What is known and what is wrong about one JSON object; shares its list of errors with the objects inside it. */
final class RequestErrors {
    private static final int MOST = 100;
    private static final int SHOWN_NAME = 80;

    private final String base;
    private final List<FieldError> errors;
    private final Set<String> known = new LinkedHashSet<>();

    RequestErrors(String base) {
        this(base, new ArrayList<>());
    }

    private RequestErrors(String base, List<FieldError> errors) {
        this.base = base;
        this.errors = errors;
    }

    RequestErrors below(String field) {
        return new RequestErrors(path(field), errors);
    }

    String path(String field) {
        String name = shown(field);
        return base.isEmpty() ? name : base + "." + name;
    }

    void markKnown(String field) {
        known.add(field);
    }

    Optional<JsonNode> known(JsonNode json, String field) {
        markKnown(field);
        return Optional.ofNullable(json.get(field));
    }

    /** Notes what is wrong with a field; true if nothing is. */
    boolean accept(String field, Optional<String> wrong) {
        wrong.ifPresent(reason -> add(new FieldError(path(field), reason)));
        return wrong.isEmpty();
    }

    /** Notes what an attempt throws. */
    <T> Optional<T> attempt(Supplier<T> attempt) {
        try {
            return Optional.of(attempt.get());
        } catch (InvalidRequestException wrong) {
            wrong.errors().forEach(this::add);
            return Optional.empty();
        }
    }

    void add(FieldError error) {
        if (errors.size() < MOST) {
            errors.add(error);
        }
    }

    void noteUnknown(JsonNode json) {
        for (String name : json.propertyNames()) {
            if (!known.contains(name)) {
                String hint = Suggestions.near(name, known).stream()
                        .findFirst()
                        .map(near -> "; did you mean '" + near + "'?")
                        .orElse("");
                add(new FieldError(path(name), "is not a known field" + hint));
            }
        }
    }

    void throwIfAny() {
        if (!errors.isEmpty()) {
            throw new InvalidRequestException(errors);
        }
    }

    private static String shown(String name) {
        String safe = TextRules.checkProse(name, Integer.MAX_VALUE).isEmpty() ? name : "?";
        return safe.codePointCount(0, safe.length()) <= SHOWN_NAME
                ? safe
                : safe.substring(0, safe.offsetByCodePoints(0, SHOWN_NAME)) + "…";
    }
}
