package io.caxton.core.agent;

import io.caxton.core.validation.InvalidRequestException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Something an agent can do, written {@code name} or {@code name:version}.
 *
 * @param name 1 to 100 characters, none of them a colon, a comma, white space or a control character
 * @param version 1 to 50 characters of the same kind; without one, any version is meant
 */
public record Capability(String name, Optional<String> version) {
    public static final int MAX_NAME = 100;

    public static final int MAX_VERSION = 50;

    private static final Pattern PART = Pattern.compile("[^\\s:,\\p{Cntrl}\\p{Cs}]+");

    /** Reads {@code name} or {@code name:version} from a request field. */
    public static Capability parse(String field, String text) {
        int colon = text.indexOf(':');
        return colon < 0
                ? of(field, text, Optional.empty())
                : of(field, text.substring(0, colon), Optional.of(text.substring(colon + 1)));
    }

    /** Checks both parts; errors name {@code field}. */
    public static Capability of(String field, String name, Optional<String> version) {
        if (!isPart(name, MAX_NAME)) {
            throw new InvalidRequestException(
                    field, "a capability's name has 1 to " + MAX_NAME + " characters without spaces, colons or commas");
        }
        if (version.isPresent() && !isPart(version.get(), MAX_VERSION)) {
            throw new InvalidRequestException(
                    field,
                    "a capability's version has 1 to " + MAX_VERSION + " characters without spaces, colons or commas");
        }
        return new Capability(name, version);
    }

    private static boolean isPart(String text, int max) {
        return text.length() <= max && PART.matcher(text).matches();
    }

    /** Whether an offer of {@code this} answers a request for {@code wanted}; a request without version takes any. */
    public boolean answers(Capability wanted) {
        return name.equals(wanted.name) && (wanted.version.isEmpty() || wanted.version.equals(version));
    }

    public Capability withVersion(String other) {
        return new Capability(name, Optional.of(other));
    }

    @Override
    public String toString() {
        return version.map(v -> name + ":" + v).orElse(name);
    }
}
