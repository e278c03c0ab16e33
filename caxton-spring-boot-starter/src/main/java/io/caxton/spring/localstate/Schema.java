package io.caxton.spring.localstate;

import io.caxton.core.storage.LocalStateException;
import io.caxton.core.storage.LocalStateException.Reason;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.Arrays;
import java.util.Comparator;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationInfoService;
import org.flywaydb.core.api.MigrationVersion;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** Brings a file to the current schema with Flyway; an application's own Flyway has another location and another table. */
final class Schema {
    static final String LOCATION = "classpath:io/caxton/localstate/db/migration";
    static final String HISTORY = "caxton_schema_history";

    private Schema() {}

    /** Runs what is missing; refuses a file from the future. */
    static void migrate(Connection connection, Path path) {
        Flyway flyway = Flyway.configure(Schema.class.getClassLoader())
                .dataSource(new SingleConnectionDataSource(connection, true))
                .locations(LOCATION)
                .table(HISTORY)
                .load();
        try {
            MigrationInfoService info = flyway.info();
            MigrationVersion found = newest(info.applied());
            MigrationVersion known = newest(Arrays.stream(info.all())
                    .filter(migration -> !migration.getState().isApplied()
                            || migration.getState().isResolved())
                    .toArray(MigrationInfo[]::new));
            if (found.compareTo(known) > 0) {
                throw new NewerSchemaException(path, found.getVersion(), known.getVersion());
            }
            flyway.migrate();
        } catch (FlywayException e) {
            throw new LocalStateException(
                    Reason.FAILED, "the local state in " + path + " cannot be brought to this version's schema", e);
        }
    }

    private static MigrationVersion newest(MigrationInfo[] migrations) {
        return Arrays.stream(migrations)
                .map(MigrationInfo::getVersion)
                .filter(version -> version != null)
                .max(Comparator.naturalOrder())
                .orElse(MigrationVersion.EMPTY);
    }
}
