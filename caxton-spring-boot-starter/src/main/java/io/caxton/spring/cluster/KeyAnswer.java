package io.caxton.spring.cluster;

/**
 * What one member answered to a question about keys.
 *
 * @param done whether it did what was asked
 * @param reason why it did not, or that it did not answer; empty if it did
 */
public record KeyAnswer(String nodeId, boolean done, String reason) {}
