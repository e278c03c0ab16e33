package io.caxton.state;

import java.util.Objects;
import java.util.Set;

/**
 * What a backend declares about itself. The contract kit holds it to each of these, and sees every missing one refused.
 *
 * @param features what it can do
 * @param batchStore what {@link McpStateTool#storeAll} promises as a whole
 * @param batchRetrieve what {@link McpStateTool#findAll} promises as a whole
 */
public record StateToolFeatures(Set<Feature> features, Atomicity batchStore, Atomicity batchRetrieve) {

    public StateToolFeatures {
        features = Set.copyOf(features);
        Objects.requireNonNull(batchStore, "batchStore");
        Objects.requireNonNull(batchRetrieve, "batchRetrieve");
    }

    public boolean has(Feature feature) {
        return features.contains(feature);
    }
}
