/** A node as a member of a cluster: who the others are, which of them are there, and which keys they share. */
@NullMarked
package io.caxton.spring.cluster;

import org.jspecify.annotations.NullMarked;
