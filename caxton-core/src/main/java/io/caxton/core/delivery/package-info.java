/** The life of a message in a mailbox as values: deliveries, receipts, and the policies that bound them. */
@NullMarked
package io.caxton.core.delivery;

import org.jspecify.annotations.NullMarked;
