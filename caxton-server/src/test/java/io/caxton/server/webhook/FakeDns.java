package io.caxton.server.webhook;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hc.client5.http.DnsResolver;

/** Names that lead where a test says, even elsewhere each time. */
final class FakeDns implements DnsResolver {
    private final Map<String, List<InetAddress[]>> answers = new ConcurrentHashMap<>();

    /** What the next question gets; the last answer holds for good. */
    FakeDns answers(String host, InetAddress... addresses) {
        answers.computeIfAbsent(host, h -> new ArrayList<>()).add(addresses);
        return this;
    }

    @Override
    public synchronized InetAddress[] resolve(String host) throws UnknownHostException {
        List<InetAddress[]> left = answers.get(host);
        if (left == null) {
            throw new UnknownHostException(host);
        }
        return left.size() > 1 ? left.remove(0) : left.get(0);
    }

    @Override
    public String resolveCanonicalHostname(String host) {
        return host;
    }
}
