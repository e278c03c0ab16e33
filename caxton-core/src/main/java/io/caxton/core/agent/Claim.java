package io.caxton.core.agent;

/**
 * The id of an instance that registers again, here or elsewhere than before.
 *
 * @param agentId its id from before
 * @param fence higher than in any registration of this id before: of several nodes that have it, the one with the highest number
 *     has the instance
 */
public record Claim(String agentId, long fence) {
    /** The fencing number of an id that is registered for the first time. */
    public static final long FIRST = 1;
}
