package io.caxton.spring.autoconfigure;

/** No backend on the class path answers to the configured type of the state tool. */
public final class MissingStateToolException extends RuntimeException {
    private final String type;

    MissingStateToolException(String type) {
        super("no state tool of type '" + type + "' is on the class path");
        this.type = type;
    }

    /** The type that {@code caxton.state-tool.type} asks for. */
    public String type() {
        return type;
    }
}
