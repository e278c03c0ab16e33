package io.caxton.spring.peer;

import io.caxton.spring.properties.PeerProperties;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;

/** The transport with the certificates of now. Calls in flight when they change end with those they began with. */
final class ReloadingTransport implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ReloadingTransport.class);

    private final Function<Optional<SslBundle>, PeerTransport> maker;
    private final long lastCallMillis;
    private volatile PeerTransport current;

    ReloadingTransport(
            Function<Optional<SslBundle>, PeerTransport> maker, Optional<SslBundle> bundle, long lastCallMillis) {
        this.maker = maker;
        this.lastCallMillis = lastCallMillis;
        this.current = maker.apply(bundle);
    }

    /** @throws org.springframework.boot.ssl.NoSuchSslBundleException if there is no bundle of the configured name */
    static ReloadingTransport open(PeerProperties properties, ObjectProvider<SslBundles> bundles) {
        String name = properties.sslBundle();
        Optional<SslBundles> all =
                Optional.ofNullable(name).filter(set -> !set.isBlank()).map(set -> bundles.getObject());
        ReloadingTransport transport = new ReloadingTransport(
                bundle -> new ApacheTransport(
                        bundle, properties.connectTimeout(), properties.callTimeout(), properties.maxCalls()),
                all.map(ssl -> ssl.getBundle(String.valueOf(name))),
                properties.callTimeout().toMillis());
        all.ifPresent(ssl -> ssl.addBundleUpdateHandler(String.valueOf(name), transport::reload));
        return transport;
    }

    PeerTransport current() {
        return current;
    }

    synchronized void reload(SslBundle bundle) {
        PeerTransport old = current;
        current = maker.apply(Optional.of(bundle));
        LOG.info("Other nodes are called with the new certificates from now on");
        CompletableFuture.delayedExecutor(lastCallMillis, TimeUnit.MILLISECONDS).execute(old::close);
    }

    @Override
    public void close() {
        current.close();
    }
}
