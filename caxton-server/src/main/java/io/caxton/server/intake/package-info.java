/** What every request passes before a door sees it: how long its body may take, and what all bodies together may weigh. */
@NullMarked
package io.caxton.server.intake;

import org.jspecify.annotations.NullMarked;
