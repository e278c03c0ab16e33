package io.caxton.core.copies;

/**
 * A copy at the node that keeps it.
 *
 * @param owner the node that accepted the message
 * @param store which of the owner's disks it was on
 * @param adopted whether this node has made it its own; then only its id and its names are kept
 */
public record HeldCopy(String owner, String store, Copy copy, boolean adopted) {}
