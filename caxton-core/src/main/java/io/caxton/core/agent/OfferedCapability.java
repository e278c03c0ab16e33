package io.caxton.core.agent;

/**
 * A capability as an agent offers it.
 *
 * @param description for people and models that choose among agents; may be empty
 */
public record OfferedCapability(Capability capability, String description) {}
