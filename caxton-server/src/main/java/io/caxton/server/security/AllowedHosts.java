package io.caxton.server.security;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The names a client may call this node by. A page whose name was made to resolve to this node (DNS rebinding) calls it
 * by that name; so names are refused unless they mean the loopback address or are allowed, and addresses unless the node
 * listens on them.
 */
final class AllowedHosts {
    private static final Pattern AUTHORITY = Pattern.compile("(\\[[0-9A-Fa-f:.]+]|[^:\\[\\]@/\\s]+)(:\\d{0,5})?");
    private static final String OCTET = "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";

    /** No more than what Java reads as an address; what it does not read so it would look up as a name. */
    private static final Pattern ADDRESS = Pattern.compile("\\[.*]|(" + OCTET + "\\.){3}" + OCTET);

    private final List<InetAddress> bound;
    private final List<String> allowed;
    /** What was allowed last: nearly always what comes next. */
    private volatile @Nullable String last;

    /** @param bound what the node listens on; a wildcard address for all that the machine has */
    AllowedHosts(List<InetAddress> bound, List<String> allowed) {
        this.bound = List.copyOf(bound);
        this.allowed = allowed.stream()
                .map(host -> host.trim().toLowerCase(Locale.ROOT))
                .toList();
    }

    /** The host of a Host header, or of an origin behind its scheme, in small letters and without port or brackets' zone. */
    static Optional<String> host(String authority) {
        Matcher matcher = AUTHORITY.matcher(authority);
        return matcher.matches() ? Optional.of(matcher.group(1).toLowerCase(Locale.ROOT)) : Optional.empty();
    }

    boolean allows(String authority) {
        if (authority.equals(last)) {
            return true;
        }
        boolean allows = host(authority).filter(this::allowsHost).isPresent();
        if (allows) {
            last = authority;
        }
        return allows;
    }

    private boolean allowsHost(String host) {
        if (host.equals("localhost")
                || host.endsWith(".localhost")
                || allowed.stream().anyMatch(a -> covers(a, host))) {
            return true;
        }
        if (!isAddress(host)) {
            return bound.stream().anyMatch(address -> host.equals(nameOf(address)));
        }
        try {
            InetAddress address = InetAddress.getByName(host);
            return address.isLoopbackAddress()
                    || bound.stream().anyMatch(own -> own.isAnyLocalAddress() || own.equals(address));
        } catch (UnknownHostException notAnAddress) {
            return false;
        }
    }

    static boolean isAddress(String host) {
        return ADDRESS.matcher(host).matches();
    }

    /** The name that {@code server.address} was given as, if it was a name; nothing is looked up. */
    private static String nameOf(InetAddress address) {
        String text = address.toString();
        return text.substring(0, text.indexOf('/')).toLowerCase(Locale.ROOT);
    }

    private static boolean covers(String allowed, String host) {
        return allowed.equals("*")
                || allowed.equals(host)
                || (allowed.startsWith("*.") && host.endsWith(allowed.substring(1)));
    }
}
