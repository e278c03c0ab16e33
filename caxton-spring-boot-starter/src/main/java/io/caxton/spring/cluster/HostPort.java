package io.caxton.spring.cluster;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A host and perhaps a port, as people write them.
 *
 * @param host a name or an address, IPv6 without brackets
 */
record HostPort(String host, OptionalInt port) {
    private static final int LAST_PORT = 65_535;
    /** What a host may hold: no blanks, no scheme, no path. */
    private static final String NAME = "[\\p{L}\\p{N}._-]{1,253}";

    private static final String IPV6 = "[0-9A-Fa-f:.]{2,45}(?:%[\\w.-]{1,32})?";
    private static final Pattern BRACKETED = Pattern.compile("\\[(" + IPV6 + ")](?::(\\d{1,5}))?");
    private static final Pattern NAMED = Pattern.compile("(" + NAME + ")(?::(\\d{1,5}))?");
    private static final Pattern BARE = Pattern.compile("(" + IPV6 + ")()");

    /** Empty if it is neither {@code host}, {@code host:port}, {@code [IPv6]:port} nor an IPv6 address. */
    static Optional<HostPort> parse(String text) {
        for (Pattern form : new Pattern[] {BRACKETED, NAMED, BARE}) {
            Matcher matcher = form.matcher(text.strip());
            if (matcher.matches() && (form != BARE || isIpv6(text))) {
                return of(matcher.group(1), matcher.group(2));
            }
        }
        return Optional.empty();
    }

    /** More than one colon, and what looks like an IPv4 address at the end only. */
    private static boolean isIpv6(String text) {
        int dot = text.indexOf('.');
        return text.indexOf(':') != text.lastIndexOf(':') && (dot < 0 || dot > text.lastIndexOf(':'));
    }

    private static Optional<HostPort> of(@Nullable String host, @Nullable String port) {
        if (host == null) {
            return Optional.empty();
        }
        if (port == null || port.isEmpty()) {
            return Optional.of(new HostPort(host, OptionalInt.empty()));
        }
        int number = Integer.parseInt(port);
        return number > LAST_PORT ? Optional.empty() : Optional.of(new HostPort(host, OptionalInt.of(number)));
    }

    /** Host and port, in one text. */
    static String join(String host, int port) {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
