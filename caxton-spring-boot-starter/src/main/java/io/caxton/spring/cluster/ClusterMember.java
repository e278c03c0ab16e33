package io.caxton.spring.cluster;

import io.caxton.core.agent.AgentName;
import io.caxton.swim.Member;
import io.caxton.swim.MemberStatus;
import io.caxton.swim.NodeAddress;
import io.caxton.swim.wire.SerfCodec;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A member as this node knows it.
 *
 * @param nodeId unique in the cluster
 * @param address where it talks to other members; empty for a node that is not clustered
 * @param incarnation how often it had to say that it is there, and anything else about itself
 * @param tags what it says about itself: {@code role} is {@code caxton} for a node of Caxton, {@code http} is where it is
 *     reached over HTTP, {@code tls} and {@code path} how, {@code version}, {@code epoch}, {@code store}. Made by others: any text
 * @param self whether it is this node
 */
public record ClusterMember(
        String nodeId,
        Optional<NodeAddress> address,
        MemberStatus status,
        long incarnation,
        Map<String, String> tags,
        boolean self) {
    /** Plain paths only: others make them. */
    private static final Pattern PATHS = Pattern.compile("(?:/[A-Za-z0-9._~-]{1,64}){0,8}");

    private static final int LONGEST_PATH = 100;
    private static final int LONGEST_VERSION = 40;

    public ClusterMember {
        tags = Map.copyOf(tags);
    }

    static ClusterMember of(Member member, String self) {
        return new ClusterMember(
                member.name(),
                Optional.of(member.address()),
                member.status(),
                member.incarnation(),
                SerfCodec.decodeTags(member.meta()),
                member.name().equals(self));
    }

    /** Whether it says that it is a node of Caxton; a Serf agent, say, is not. */
    public boolean isCaxton() {
        return Tags.CAXTON.equals(tags.get(Tags.ROLE));
    }

    /** Whether it takes part, as far as is known: it is alive, or only suspected not to be. */
    public boolean isPresent() {
        return status.isPresent();
    }

    /** Whether agents and messages are exchanged with it: a node of Caxton with an id that can be an address of messages. */
    public boolean isPeer() {
        return isCaxton() && AgentName.isValid(nodeId);
    }

    /** Which version of Caxton it says that it is; any text of others, cut short. */
    public String version() {
        String said = tags.getOrDefault(Tags.VERSION, "unknown");
        return said.length() > LONGEST_VERSION ? said.substring(0, LONGEST_VERSION) : said;
    }

    /** Which of its lives it says that it is in; 0 if it does not say so in a number from 1 on. */
    public long epoch() {
        String said = tags.getOrDefault(Tags.EPOCH, "");
        return said.matches("[0-9]{1,18}") ? Long.parseLong(said) : 0;
    }

    /** What tells its local state from one that it lost; empty if it does not say so in a short word. */
    public Optional<String> store() {
        return Optional.ofNullable(tags.get(Tags.STORE)).filter(said -> said.matches("[A-Za-z0-9-]{1,64}"));
    }

    /** Where it is reached over HTTP, as {@code host:port}; empty if it does not say. */
    public Optional<String> http() {
        return Optional.ofNullable(tags.get(Tags.HTTP));
    }

    /** The root of its web server; empty if it does not say, or what it says is no such address. */
    public Optional<URI> web() {
        String path = tags.getOrDefault(Tags.PATH, "");
        if (!path.isEmpty() && !isPath(path)) {
            return Optional.empty();
        }
        String scheme = Boolean.parseBoolean(tags.get(Tags.TLS)) ? "https://" : "http://";
        return http().flatMap(HostPort::parse)
                .filter(address -> address.port().orElse(0) > 0)
                .flatMap(address -> uri(
                        scheme + HostPort.join(address.host(), address.port().getAsInt()) + path));
    }

    /** Whether it is a path, and short and plain enough to be told to others. */
    static boolean isPath(String path) {
        return !path.isEmpty()
                && path.length() <= LONGEST_PATH
                && PATHS.matcher(path).matches();
    }

    private static Optional<URI> uri(String text) {
        try {
            return Optional.of(new URI(text)).filter(uri -> uri.getHost() != null);
        } catch (URISyntaxException nonsense) {
            return Optional.empty();
        }
    }
}
