package io.caxton.spring.autoconfigure;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Properties under {@code caxton} are set that nothing knows. */
public final class UnknownPropertiesException extends RuntimeException {
    private final transient List<UnknownProperty> properties;

    UnknownPropertiesException(List<UnknownProperty> properties) {
        super("unknown properties: "
                + properties.stream().map(UnknownProperty::name).collect(Collectors.joining(", ")));
        this.properties = List.copyOf(properties);
    }

    /** The properties in the order of their sources; at least one. */
    public List<UnknownProperty> properties() {
        return properties;
    }

    /**
     * One of them; never its value.
     *
     * @param origin where it is set
     * @param meant what its author probably meant
     */
    public record UnknownProperty(String name, String origin, Optional<String> meant) {}
}
