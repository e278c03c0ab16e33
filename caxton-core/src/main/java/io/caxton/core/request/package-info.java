/** Requests in JSON, read strictly: every error at once, named by its path; the same for every door of a node. */
@NullMarked
package io.caxton.core.request;

import org.jspecify.annotations.NullMarked;
