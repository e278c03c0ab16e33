package io.caxton.spring.properties;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * Where what agents remember is kept.
 *
 * @param type Backend of the state tool. Another one than sqlite needs its starter on the class path.
 * @param sqlite The embedded backend.
 */
@Validated
@ConfigurationProperties("caxton.state-tool")
public record StateToolProperties(
        @NotBlank @DefaultValue("sqlite") String type,
        @Valid @DefaultValue Sqlite sqlite) {

    /**
     * The embedded backend.
     *
     * @param file Database file. Without one, state.db in the data directory.
     * @param maxKeySize Longest key in UTF-8.
     * @param maxValueSize Largest value as compact JSON in UTF-8.
     * @param maxFileSize Size the file may grow to; past it stores are refused.
     */
    public record Sqlite(
            @Nullable String file,

            @DataSizeRange(max = "64KB") @DefaultValue("1KB")
            DataSize maxKeySize,

            @DataSizeRange(max = "256MB") @DefaultValue("1MB")
            DataSize maxValueSize,

            @DataSizeRange(min = "1MB", max = "16TB") @DefaultValue("16GB")
            DataSize maxFileSize) {}
}
