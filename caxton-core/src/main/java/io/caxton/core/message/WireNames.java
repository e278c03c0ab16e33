package io.caxton.core.message;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** How enum constants are spelled in JSON: lower case with underscores. */
public final class WireNames {
    private WireNames() {}

    /** The JSON spelling of a constant, for example {@code at_least_once}. */
    public static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /** The constant spelled so, in any case; empty if there is none. */
    public static <E extends Enum<E>> Optional<E> parse(Class<E> type, String text) {
        String name = text.toUpperCase(Locale.ROOT);
        return Arrays.stream(type.getEnumConstants())
                .filter(c -> c.name().equals(name))
                .findFirst();
    }

    /** All spellings of a type, comma separated, for error messages. */
    public static <E extends Enum<E>> String all(Class<E> type) {
        return Arrays.stream(type.getEnumConstants()).map(WireNames::of).collect(Collectors.joining(", "));
    }
}
