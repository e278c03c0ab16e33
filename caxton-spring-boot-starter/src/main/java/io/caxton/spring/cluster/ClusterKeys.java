package io.caxton.spring.cluster;

import io.caxton.swim.ByteString;
import io.caxton.swim.MemberStatus;
import io.caxton.swim.serf.KeyOperation;
import io.caxton.swim.wire.KeyRing;
import io.caxton.swim.wire.SerfMessage.KeyResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/**
 * The keys of all members. They are asked as {@code serf keys} asks, so that Serf agents among them follow. As a question is
 * spread by gossip somebody may miss it: that is told, and asking again does no harm. To rotate a key without losing a packet
 * install the new one, then use it, then remove the old one, and go on only when all members have answered.
 */
public final class ClusterKeys {
    private final ClusterNode node;

    ClusterKeys(ClusterNode node) {
        this.node = node;
    }

    /** What is done with a key. */
    public enum Change {
        /** Decrypt with one more. */
        INSTALL(KeyOperation.INSTALL),
        /** Encrypt with it. */
        USE(KeyOperation.USE),
        /** Forget it. */
        REMOVE(KeyOperation.REMOVE);

        private final KeyOperation operation;

        Change(KeyOperation operation) {
            this.operation = operation;
        }
    }

    /**
     * Asks all members which keys they have; completes when all have answered, or the time for it is over.
     *
     * @throws KeysNotChangedException if nothing is encrypted, or this node is no member now
     */
    public CompletableFuture<KeyInventory> list() {
        Set<String> asked = present();
        return ask(KeyOperation.LIST, ByteString.EMPTY, asked)
                .thenApply(answers -> new KeyInventory(keys(answers), answers(asked, answers)));
    }

    /**
     * Lets all members do something with a key, this one first.
     *
     * @return what each of them answered; completes when all have, or the time for it is over, or with a {@link
     *     KeysNotChangedException} if this node cannot do it
     * @throws KeysNotChangedException if nothing is encrypted, or this node is no member now
     */
    public CompletableFuture<List<KeyAnswer>> change(Change change, byte[] key) {
        Set<String> asked = present();
        return ask(change.operation, ByteString.of(key), asked).thenApply(answers -> answers(asked, answers));
    }

    /** The key of this node that is called so. */
    public Optional<byte[]> find(String fingerprint) {
        return node.ring().stream()
                .map(KeyRing::keys)
                .flatMap(List::stream)
                .filter(key -> KeyFingerprint.of(key).equals(fingerprint))
                .map(ByteString::toByteArray)
                .findFirst();
    }

    /** What a key is called where it must not be shown. */
    public static String fingerprint(byte[] key) {
        return KeyFingerprint.of(ByteString.of(key));
    }

    private CompletableFuture<Map<String, KeyResponse>> ask(KeyOperation operation, ByteString key, Set<String> asked) {
        if (node.ring().isEmpty()) {
            throw new KeysNotChangedException(
                    "nothing is encrypted in this cluster: set caxton.cluster.encryption-keys on all members first");
        }
        if (node.status().state() == ClusterState.LEFT) {
            throw new KeysNotChangedException("this node has left its cluster");
        }
        String self = self();
        return node.ask(operation, key, asked).handle((answers, failure) -> {
            if (failure != null) {
                throw new KeysNotChangedException(String.valueOf(failure.getMessage()));
            }
            KeyResponse own = answers.get(self);
            if (own != null && !own.done()) {
                throw new KeysNotChangedException(own.message());
            }
            return answers;
        });
    }

    private String self() {
        return node.members().stream()
                .filter(ClusterMember::self)
                .map(ClusterMember::nodeId)
                .findFirst()
                .orElse("");
    }

    private Set<String> present() {
        return node.members().stream()
                .filter(member -> member.status() == MemberStatus.ALIVE || member.status() == MemberStatus.SUSPECT)
                .map(ClusterMember::nodeId)
                .collect(Collectors.toSet());
    }

    private static List<KeyInventory.Key> keys(Map<String, KeyResponse> answers) {
        Map<String, Integer> installed = new TreeMap<>();
        Map<String, Integer> primary = new TreeMap<>();
        for (KeyResponse answer : answers.values()) {
            List<String> keys =
                    answer.keys().stream().map(KeyFingerprint::of).distinct().toList();
            keys.forEach(key -> installed.merge(key, 1, Integer::sum));
            keys.stream().limit(1).forEach(key -> primary.merge(key, 1, Integer::sum));
        }
        List<KeyInventory.Key> all = new ArrayList<>();
        installed.forEach((key, count) -> all.add(new KeyInventory.Key(key, count, primary.getOrDefault(key, 0))));
        return all;
    }

    private static List<KeyAnswer> answers(Set<String> asked, Map<String, KeyResponse> answers) {
        Set<String> names = new TreeSet<>(asked);
        names.addAll(answers.keySet());
        List<KeyAnswer> all = new ArrayList<>();
        for (String name : names) {
            KeyResponse answer = answers.get(name);
            all.add(
                    answer == null
                            ? new KeyAnswer(name, false, "it did not answer in time; ask again")
                            : new KeyAnswer(name, answer.done(), answer.message()));
        }
        return all;
    }
}
