package io.caxton.benchmarks.http;

import java.util.UUID;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Reads the body into a tree, keeps nothing, answers 202 with a small JSON. */
@SpringBootApplication
@RestController
public class TrivialEndpoint {

    record Receipt(String messageId, String sender, String status) {}

    @PostMapping("/api/v1/messages")
    @ResponseStatus(HttpStatus.ACCEPTED)
    Receipt accept(@RequestBody JsonNode message) {
        return new Receipt(UUID.randomUUID().toString(), message.path("sender").asString(), "queued");
    }

    /** Runs it. */
    public static void main(String[] arguments) {
        SpringApplication.run(TrivialEndpoint.class, arguments);
    }
}
