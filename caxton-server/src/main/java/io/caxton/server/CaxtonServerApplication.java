package io.caxton.server;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration;

/** A node as a process of its own: {@code java -jar caxton-server.jar}. */
@SpringBootApplication(exclude = UserDetailsServiceAutoConfiguration.class)
public class CaxtonServerApplication {

    public static void main(String[] args) {
        SpringApplication.run(CaxtonServerApplication.class, args);
    }
}
