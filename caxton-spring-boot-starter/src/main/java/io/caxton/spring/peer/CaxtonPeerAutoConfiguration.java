package io.caxton.spring.peer;

import io.caxton.spring.cluster.CaxtonClusterAutoConfiguration;
import io.caxton.spring.cluster.ClusterNode;
import io.caxton.spring.gateway.NodeIdentity;
import io.caxton.spring.properties.LimitsProperties;
import io.caxton.spring.properties.PeerProperties;
import jakarta.servlet.Filter;
import java.util.function.LongSupplier;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;

/** Nodes that call each other, if there is a cluster; and that can be called, if the application serves HTTP. */
@AutoConfiguration(after = CaxtonClusterAutoConfiguration.class)
@EnableConfigurationProperties(PeerProperties.class)
public class CaxtonPeerAutoConfiguration {
    private static final LongSupplier NANOS = System::nanoTime;

    /** A node that is one of a cluster. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnBooleanProperty(name = "caxton.cluster.enabled")
    static class Clustered {

        @Bean
        ReloadingTransport caxtonPeerTransport(PeerProperties properties, ObjectProvider<SslBundles> bundles) {
            return ReloadingTransport.open(properties, bundles);
        }

        @Bean
        PeerClient caxtonPeerCalls(
                PeerProperties properties,
                LimitsProperties limits,
                ClusterNode node,
                NodeIdentity identity,
                ReloadingTransport transport,
                ObjectProvider<PeerListener> listeners) {
            PeerListener listener = listeners.getIfAvailable(() -> PeerListener.NONE);
            return new PeerClient(
                    new PeerLinks(
                            node::member,
                            () -> node.ring().isPresent(),
                            properties.failurePause(),
                            properties.maxCalls(),
                            listener),
                    new Greeter(identity.nodeId(), node::ring, transport::current, Chance::bytes, NANOS),
                    transport::current,
                    node::ring,
                    properties.maxBytes(limits.maxContentSize()),
                    properties.callTimeout(),
                    properties.sessionAge(),
                    NANOS,
                    listener);
        }
    }

    /** The door, in an application that serves HTTP. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnBooleanProperty(name = "caxton.cluster.enabled")
    @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
    @ConditionalOnClass(Filter.class)
    static class Door {

        @Bean
        PeerServer caxtonPeerServer(
                PeerProperties properties, ClusterNode node, NodeIdentity identity, Environment environment) {
            Boolean http2 = properties.http2();
            return new PeerServer(
                    identity.nodeId(),
                    node::ring,
                    new SessionTable(properties.maxSessions(), properties.sessionAge()),
                    Chance::bytes,
                    NANOS,
                    http2 == null ? environment.getProperty("server.http2.enabled", Boolean.class, false) : http2);
        }

        /** Before every other filter: what others would ask of a client is nothing that nodes have. */
        @Bean
        FilterRegistrationBean<PeerDoor> caxtonPeerDoor(
                PeerProperties properties,
                LimitsProperties limits,
                PeerServer server,
                PeerClient client,
                ObjectProvider<PeerHandler> handlers,
                ObjectProvider<PeerWitness> witnesses,
                ObjectProvider<PeerListener> listeners) {
            PeerListener listener = listeners.getIfAvailable(() -> PeerListener.NONE);
            listener.figures(server::sessions, client::callsInFlight);
            int maxBytes = properties.maxBytes(limits.maxContentSize());
            Answering answering = new Answering(
                    () -> handlers.orderedStream().toList(),
                    () -> witnesses.orderedStream().toList(),
                    server,
                    maxBytes,
                    properties.callTimeout(),
                    NANOS,
                    listener);
            long memory = Math.max(properties.bodyMemory().toBytes(), maxBytes + PeerFrames.HEAD + Seal.OVERHEAD);
            FilterRegistrationBean<PeerDoor> door = new FilterRegistrationBean<>(new PeerDoor(
                    server,
                    answering,
                    new Turns(properties.maxRequests(), memory),
                    maxBytes,
                    limits.bodyPatience(),
                    NANOS,
                    listener));
            door.setName("caxtonPeerDoor");
            door.setOrder(Ordered.HIGHEST_PRECEDENCE);
            return door;
        }
    }
}
