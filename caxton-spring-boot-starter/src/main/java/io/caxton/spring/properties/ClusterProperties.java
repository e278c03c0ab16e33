package io.caxton.spring.properties;

import io.caxton.swim.SwimSettings;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import java.util.List;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How a node finds the others of its cluster and stays in touch with them. What is wrong with addresses and keys is found
 * when the node starts, and told without quoting a key.
 *
 * @param enabled Whether the node is one of a cluster.
 * @param bind Address and port on which members talk to each other, over UDP and TCP; port 0 for any that is free.
 * @param advertise Address, and port if it is another one, where other members reach this one.
 * @param seeds Members to ask for the others: host, host:port, or srv:name for the SRV records of a name.
 * @param profile How fast members are probed: lan, wan, local (one machine), fast (a death is known within two seconds).
 * @param label Name of the cluster; members of another name are not listened to.
 * @param encryptionKeys Keys of 16, 24 or 32 bytes in base64; the first one encrypts, all of them decrypt.
 * @param httpAdvertise Host, and port if it is another one, where other members reach this one over HTTP.
 * @param joinTimeout How long a node that has seeds is not ready before it goes on alone, or without the agents of others.
 * @param drainTimeout How long a node that leaves or stops gives other nodes what they can take of its messages; 0 not at all.
 * @param leaveTimeout How long stopping waits for the others to hear of it.
 * @param keyTimeout How long the answers of all members to a question about keys are waited for.
 * @param streamTimeout How long a TCP connection between two members may take.
 * @param registryInterval How often a node compares with another what they know of all agents, in a cluster of up to 32; less often in larger ones.
 * @param forgetAfter How long members that failed or left are remembered, with their agents; what waits for them then goes to others.
 * @param maxMembers How many members are remembered, also those that failed or left.
 * @param maxStreams How many TCP connections with other members may be open in each direction.
 */
@Validated
@ConfigurationProperties("caxton.cluster")
public record ClusterProperties(
        @DefaultValue("false") boolean enabled,
        @DefaultValue("127.0.0.1:7946") String bind,
        @Nullable String advertise,
        @DefaultValue List<String> seeds,
        @NotNull @DefaultValue("lan") Profile profile,
        @DefaultValue("") String label,
        @DefaultValue List<String> encryptionKeys,
        @Nullable String httpAdvertise,

        @DurationMin(millis = 1) @DurationMax(hours = 1) @DefaultValue("30s")
        Duration joinTimeout,

        @DurationMin(millis = 0) @DurationMax(hours = 1) @DefaultValue("10s")
        Duration drainTimeout,

        @DurationMin(millis = 1) @DurationMax(minutes = 5) @DefaultValue("10s")
        Duration leaveTimeout,

        @DurationMin(millis = 1) @DurationMax(minutes = 5) @DefaultValue("10s")
        Duration keyTimeout,

        @DurationMin(millis = 1) @DurationMax(minutes = 5) @DefaultValue("10s")
        Duration streamTimeout,

        @DurationMin(millis = 10) @DurationMax(minutes = 10) @DefaultValue("2s")
        Duration registryInterval,

        @DurationMin(seconds = 10) @DurationMax(days = 30) @DefaultValue("24h")
        Duration forgetAfter,

        @Min(2) @Max(1_000_000) @DefaultValue("65536") int maxMembers,
        @Min(1) @Max(10_000) @DefaultValue("128") int maxStreams) {

    /** The times of the protocol. */
    public enum Profile {
        LAN,
        WAN,
        LOCAL,
        FAST;

        private SwimSettings settings() {
            return switch (this) {
                case LAN -> SwimSettings.LAN;
                case WAN -> SwimSettings.WAN;
                case LOCAL -> SwimSettings.LOCAL;
                case FAST -> SwimSettings.FAST;
            };
        }
    }

    /** The same for the protocol. */
    public SwimSettings toSettings() {
        return profile.settings().toBuilder()
                .maxMembers(maxMembers)
                .forgetAfter(forgetAfter)
                .build();
    }

    /** Without the keys. */
    @Override
    public String toString() {
        return "ClusterProperties[enabled=" + enabled + ", bind=" + bind + ", seeds=" + seeds + ", label=" + label
                + ", " + encryptionKeys.size() + " keys]";
    }
}
