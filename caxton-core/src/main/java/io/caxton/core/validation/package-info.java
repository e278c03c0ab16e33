/** What is wrong with a request, field by field. */
@NullMarked
package io.caxton.core.validation;

import org.jspecify.annotations.NullMarked;
