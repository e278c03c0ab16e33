package io.caxton.server.webhook;

import io.caxton.server.push.Daemons;
import io.caxton.spring.gateway.NodeClock;
import io.caxton.spring.gateway.PushGateway;
import io.micrometer.core.instrument.MeterRegistry;
import java.security.NoSuchAlgorithmException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the posting of messages together. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(WebhookProperties.class)
class WebhookConfiguration {
    private static final long IDLE_SECONDS = 30;

    @Bean
    Targets webhookTargets(WebhookProperties properties) {
        return new Targets(properties.allowedTargets(), properties.allowedPorts(), SystemDefaultDnsResolver.INSTANCE);
    }

    @Bean
    Lookups webhookLookups() {
        return new Lookups(SystemDefaultDnsResolver.INSTANCE, Lookups.MOST, Lookups.PATIENCE);
    }

    @Bean
    WebhookRegistrations webhookRegistrations(Targets targets, Lookups lookups) {
        return new WebhookRegistrations(targets, lookups);
    }

    // Closed by the dispatcher when it stops.
    @Bean(destroyMethod = "")
    WebhookClient webhookClient(WebhookProperties properties, Targets targets, SslBundles bundles)
            throws NoSuchAlgorithmException {
        String bundle = properties.sslBundle();
        SSLContext trust = bundle == null
                ? SSLContext.getDefault()
                : bundles.getBundle(bundle).createSslContext();
        return new WebhookClient(properties, targets, trust);
    }

    @Bean
    WebhookDispatcher webhookDispatcher(
            WebhookProperties properties,
            PushGateway mailboxes,
            Targets targets,
            WebhookClient client,
            NodeClock clock,
            MeterRegistry meters) {
        int posts = properties.maxInFlight();
        Slots slots = new Slots(posts);
        AtomicBoolean stopped = new AtomicBoolean();
        ExecutorService executor = executor(posts);
        Poster poster = new Poster(
                properties,
                mailboxes.registry(),
                targets,
                client,
                new WebhookMeters(meters, slots),
                clock,
                executor,
                stopped);
        PostSettler settler = new PostSettler(mailboxes, clock);
        return new WebhookDispatcher(
                new PumpRuntime(properties, mailboxes, clock, slots, poster, settler, stopped), client, executor);
    }

    /** As many threads as posts, made when needed: a post that waits for its receiver holds one. */
    private static ExecutorService executor(int threads) {
        ThreadPoolExecutor executor = new ThreadPoolExecutor(
                threads,
                threads,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(threads),
                Daemons.named("caxton-webhook"));
        executor.allowCoreThreadTimeOut(true);
        return executor;
    }
}
