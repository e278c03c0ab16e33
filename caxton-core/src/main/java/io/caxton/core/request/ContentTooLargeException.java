package io.caxton.core.request;

/** The content of a message is larger than allowed; all else about the request is in order. */
public final class ContentTooLargeException extends RuntimeException {
    private final String field;

    ContentTooLargeException(String field, long bytes, long limit) {
        super("the content has " + bytes + " bytes as JSON; at most " + limit + " are allowed");
        this.field = field;
    }

    /** Path of the content in the request. */
    public String field() {
        return field;
    }
}
