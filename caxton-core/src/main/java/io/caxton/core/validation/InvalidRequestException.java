package io.caxton.core.validation;

import java.util.List;
import java.util.stream.Collectors;

/** A request that cannot be understood or breaks a limit. Carries every error found, not only the first. */
public final class InvalidRequestException extends RuntimeException {
    private final transient List<FieldError> errors;

    public InvalidRequestException(List<FieldError> errors) {
        super(errors.stream().map(e -> e.field() + ": " + e.reason()).collect(Collectors.joining("; ")));
        this.errors = List.copyOf(errors);
    }

    public InvalidRequestException(String field, String reason) {
        this(List.of(new FieldError(field, reason)));
    }

    /** The errors in the order they were found; at least one. */
    public List<FieldError> errors() {
        return errors;
    }
}
