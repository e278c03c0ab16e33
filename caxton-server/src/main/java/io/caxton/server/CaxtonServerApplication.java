package io.caxton.server;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;

/**
 * A node as a process of its own: {@code java -jar caxton-server.jar}. It has no data source of Spring's: the node opens
 * its own file.
 */
@SpringBootApplication(exclude = DataSourceAutoConfiguration.class)
public class CaxtonServerApplication {

    public static void main(String[] args) {
        SpringApplication.run(CaxtonServerApplication.class, args);
    }
}
