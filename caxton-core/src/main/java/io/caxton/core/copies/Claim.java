package io.caxton.core.copies;

/**
 * An owner that has come back asks a node for what it keeps.
 *
 * @param store which disk the owner has
 * @param after the id after which the answer begins; empty for all
 */
public record Claim(String store, String after) {}
