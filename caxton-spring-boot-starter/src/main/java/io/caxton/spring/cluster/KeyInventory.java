package io.caxton.spring.cluster;

import java.util.List;

/**
 * Which keys the members have.
 *
 * @param answers one for each member that was asked
 */
public record KeyInventory(List<Key> keys, List<KeyAnswer> answers) {
    /**
     * A key.
     *
     * @param fingerprint what it is called; tells nothing of it
     * @param installedOn how many members decrypt with it
     * @param primaryOn how many members encrypt with it
     */
    public record Key(String fingerprint, int installedOn, int primaryOn) {}
}
