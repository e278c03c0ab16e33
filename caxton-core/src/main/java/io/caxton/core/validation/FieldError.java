package io.caxton.core.validation;

/**
 * One thing wrong with a request.
 *
 * @param field path of the field in the request as its sender spells it, such as {@code routing.balance}
 * @param reason a sentence fragment that says what is wrong and what would be right; never the value of a content field
 */
public record FieldError(String field, String reason) {}
