package io.caxton.server;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** A node as a process of its own: {@code java -jar caxton-server.jar}. */
@SpringBootApplication
public class CaxtonServerApplication {

    public static void main(String[] args) {
        SpringApplication.run(CaxtonServerApplication.class, args);
    }
}
