package io.caxton.swim;

import java.time.Duration;

/**
 * The times and bounds of the protocol. The profiles are those of memberlist, so that nodes of both kinds expect the same of
 * each other.
 *
 * @param probeInterval a member is probed so often; all of them are within one round
 * @param probeTimeout after so long without an answer others are asked to probe as well; less than the interval
 * @param indirectChecks how many others are asked
 * @param retransmitMultiplier a broadcast is sent this often, times the logarithm of the number of members
 * @param suspicionMultiplier so many intervals, times that logarithm, a suspect has to speak up when others agree
 * @param suspicionMaxMultiplier so many times as long it has when nobody does; 1 takes away Lifeguard's dynamic suspicion
 * @param maxHealthScore the worst score of this node's own health; 0 takes away Lifeguard's health-aware probing
 * @param buddySystem whether a suspect is told so by whoever probes it (Lifeguard)
 * @param gossipInterval what waits is sent so often
 * @param gossipFanout to so many members
 * @param gossipToDead for how long those that failed are gossiped to, in case they did not
 * @param pushPullInterval one other member is asked for everything it knows so often, in clusters of up to 32; less often in
 *     larger ones
 * @param reconnectInterval one of the failed members is tried so often
 * @param reclaimAfter for so long after it failed, a name is not given to a node at another address
 * @param forgetAfter those that failed or left are remembered for so long
 * @param packetBytes how large a packet may be
 * @param maxMembers how many members are remembered, of whatever status
 * @param maxBroadcasts how many broadcasts may wait; past it those sent most often are dropped
 * @param maxRelays how many indirect probes for others may run at once
 */
public record SwimSettings(
        Duration probeInterval,
        Duration probeTimeout,
        int indirectChecks,
        int retransmitMultiplier,
        int suspicionMultiplier,
        int suspicionMaxMultiplier,
        int maxHealthScore,
        boolean buddySystem,
        Duration gossipInterval,
        int gossipFanout,
        Duration gossipToDead,
        Duration pushPullInterval,
        Duration reconnectInterval,
        Duration reclaimAfter,
        Duration forgetAfter,
        int packetBytes,
        int maxMembers,
        int maxBroadcasts,
        int maxRelays) {

    /** For one data centre. */
    public static final SwimSettings LAN = builder().build();

    /** For nodes far from each other. */
    public static final SwimSettings WAN = builder()
            .probeInterval(Duration.ofSeconds(5))
            .probeTimeout(Duration.ofSeconds(3))
            .suspicionMultiplier(6)
            .gossipInterval(Duration.ofMillis(500))
            .gossipFanout(4)
            .gossipToDead(Duration.ofMinutes(1))
            .pushPullInterval(Duration.ofMinutes(1))
            .build();

    /** For nodes on one machine, with memberlist's times. */
    public static final SwimSettings LOCAL = builder()
            .probeTimeout(Duration.ofMillis(200))
            .indirectChecks(1)
            .retransmitMultiplier(2)
            .suspicionMultiplier(3)
            .gossipInterval(Duration.ofMillis(100))
            .gossipToDead(Duration.ofSeconds(15))
            .pushPullInterval(Duration.ofSeconds(15))
            .build();

    /**
     * For up to some hundred nodes near each other that are to know of a death within two seconds, at five times the
     * traffic of {@link #LAN}. memberlist has no such profile; its members may be in the cluster, but not be stopped for longer than
     * half a second.
     */
    public static final SwimSettings FAST = builder()
            .probeInterval(Duration.ofMillis(200))
            .probeTimeout(Duration.ofMillis(100))
            .suspicionMultiplier(3)
            .gossipInterval(Duration.ofMillis(50))
            .pushPullInterval(Duration.ofSeconds(10))
            .build();

    public SwimSettings {
        requirePositive("probeInterval", probeInterval);
        requirePositive("probeTimeout", probeTimeout);
        if (probeTimeout.compareTo(probeInterval) >= 0) {
            throw new IllegalArgumentException("probeTimeout must be less than probeInterval");
        }
        requireAtLeast("indirectChecks", indirectChecks, 0);
        requireAtLeast("retransmitMultiplier", retransmitMultiplier, 1);
        requireAtLeast("suspicionMultiplier", suspicionMultiplier, 1);
        requireAtLeast("suspicionMaxMultiplier", suspicionMaxMultiplier, 1);
        requireAtLeast("maxHealthScore", maxHealthScore, 0);
        requirePositive("gossipInterval", gossipInterval);
        requireAtLeast("gossipFanout", gossipFanout, 1);
        requirePositive("pushPullInterval", pushPullInterval);
        requirePositive("reconnectInterval", reconnectInterval);
        requirePositive("forgetAfter", forgetAfter);
        requireAtLeast("packetBytes", packetBytes, 1_200);
        requireAtLeast("maxMembers", maxMembers, 1);
        requireAtLeast("maxBroadcasts", maxBroadcasts, 1);
        requireAtLeast("maxRelays", maxRelays, 1);
    }

    private static void requirePositive(String name, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(name + " must be positive, not " + value);
        }
    }

    private static void requireAtLeast(String name, int value, int least) {
        if (value < least) {
            throw new IllegalArgumentException(name + " must be at least " + least + ", not " + value);
        }
    }

    /** Begins with the {@link #LAN} profile. */
    public static Builder builder() {
        return new Builder();
    }

    /** The same with changes. */
    public Builder toBuilder() {
        return new Builder(this);
    }

    /** Collects the settings, one by one. */
    public static final class Builder {
        private Duration probeInterval = Duration.ofSeconds(1);
        private Duration probeTimeout = Duration.ofMillis(500);
        private int indirectChecks = 3;
        private int retransmitMultiplier = 4;
        private int suspicionMultiplier = 4;
        private int suspicionMaxMultiplier = 6;
        private int maxHealthScore = 7;
        private boolean buddySystem = true;
        private Duration gossipInterval = Duration.ofMillis(200);
        private int gossipFanout = 3;
        private Duration gossipToDead = Duration.ofSeconds(30);
        private Duration pushPullInterval = Duration.ofSeconds(30);
        private Duration reconnectInterval = Duration.ofSeconds(1);
        private Duration reclaimAfter = Duration.ZERO;
        private Duration forgetAfter = Duration.ofDays(1);
        private int packetBytes = 1_400;
        private int maxMembers = 65_536;
        private int maxBroadcasts = 16_384;
        private int maxRelays = 1_024;

        private Builder() {}

        private Builder(SwimSettings from) {
            probeInterval = from.probeInterval;
            probeTimeout = from.probeTimeout;
            indirectChecks = from.indirectChecks;
            retransmitMultiplier = from.retransmitMultiplier;
            suspicionMultiplier = from.suspicionMultiplier;
            suspicionMaxMultiplier = from.suspicionMaxMultiplier;
            maxHealthScore = from.maxHealthScore;
            buddySystem = from.buddySystem;
            gossipInterval = from.gossipInterval;
            gossipFanout = from.gossipFanout;
            gossipToDead = from.gossipToDead;
            pushPullInterval = from.pushPullInterval;
            reconnectInterval = from.reconnectInterval;
            reclaimAfter = from.reclaimAfter;
            forgetAfter = from.forgetAfter;
            packetBytes = from.packetBytes;
            maxMembers = from.maxMembers;
            maxBroadcasts = from.maxBroadcasts;
            maxRelays = from.maxRelays;
        }

        public Builder probeInterval(Duration interval) {
            probeInterval = interval;
            return this;
        }

        public Builder probeTimeout(Duration timeout) {
            probeTimeout = timeout;
            return this;
        }

        public Builder indirectChecks(int checks) {
            indirectChecks = checks;
            return this;
        }

        public Builder retransmitMultiplier(int multiplier) {
            retransmitMultiplier = multiplier;
            return this;
        }

        public Builder suspicionMultiplier(int multiplier) {
            suspicionMultiplier = multiplier;
            return this;
        }

        public Builder suspicionMaxMultiplier(int multiplier) {
            suspicionMaxMultiplier = multiplier;
            return this;
        }

        public Builder maxHealthScore(int score) {
            maxHealthScore = score;
            return this;
        }

        public Builder buddySystem(boolean on) {
            buddySystem = on;
            return this;
        }

        /** SWIM as it was before Lifeguard. */
        public Builder withoutLifeguard() {
            return suspicionMaxMultiplier(1).maxHealthScore(0).buddySystem(false);
        }

        public Builder gossipInterval(Duration interval) {
            gossipInterval = interval;
            return this;
        }

        public Builder gossipFanout(int fanout) {
            gossipFanout = fanout;
            return this;
        }

        public Builder gossipToDead(Duration time) {
            gossipToDead = time;
            return this;
        }

        public Builder pushPullInterval(Duration interval) {
            pushPullInterval = interval;
            return this;
        }

        public Builder reconnectInterval(Duration interval) {
            reconnectInterval = interval;
            return this;
        }

        public Builder reclaimAfter(Duration time) {
            reclaimAfter = time;
            return this;
        }

        public Builder forgetAfter(Duration time) {
            forgetAfter = time;
            return this;
        }

        public Builder packetBytes(int bytes) {
            packetBytes = bytes;
            return this;
        }

        public Builder maxMembers(int members) {
            maxMembers = members;
            return this;
        }

        public Builder maxBroadcasts(int broadcasts) {
            maxBroadcasts = broadcasts;
            return this;
        }

        public Builder maxRelays(int relays) {
            maxRelays = relays;
            return this;
        }

        public SwimSettings build() {
            return new SwimSettings(
                    probeInterval,
                    probeTimeout,
                    indirectChecks,
                    retransmitMultiplier,
                    suspicionMultiplier,
                    suspicionMaxMultiplier,
                    maxHealthScore,
                    buddySystem,
                    gossipInterval,
                    gossipFanout,
                    gossipToDead,
                    pushPullInterval,
                    reconnectInterval,
                    reclaimAfter,
                    forgetAfter,
                    packetBytes,
                    maxMembers,
                    maxBroadcasts,
                    maxRelays);
        }
    }
}
