package io.caxton.benchmarks.registry;

import io.caxton.benchmarks.process.ChildProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A key of etcd is put at one member; the others have a watch. Both over the JSON gateway. */
final class EtcdWatches implements SpreadSide {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int CREATED = -1;

    private final Path folder;
    private final int members;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Arrivals arrivals = new Arrivals();
    private final List<ChildProcess> processes = new ArrayList<>();
    private final List<Integer> clients = new ArrayList<>();

    EtcdWatches(Path folder, int members) throws IOException, InterruptedException {
        this.folder = Files.createDirectories(folder);
        this.members = members;
        try {
            start();
        } catch (IOException | InterruptedException | RuntimeException failed) {
            close();
            throw failed;
        }
    }

    private void start() throws IOException, InterruptedException {
        List<String> peers = new ArrayList<>();
        for (int i = 0; i < members; i++) {
            peers.add("http://127.0.0.1:" + ChildProcess.freePort());
            clients.add(ChildProcess.freePort());
        }
        String all = IntStream.range(0, members)
                .mapToObj(i -> "etcd-" + i + "=" + peers.get(i))
                .collect(Collectors.joining(","));
        for (int i = 0; i < members; i++) {
            processes.add(ChildProcess.start(command(i, peers.get(i), all), Map.of(), folder.resolve(i + ".log")));
        }
        for (int i = 0; i < members; i++) {
            int member = i;
            processes
                    .get(i)
                    .await(() -> post(member, "/v3/kv/put", "{\"key\":\"" + base64("ready") + "\"}")
                            .isObject());
        }
        for (int i = 1; i < members; i++) {
            watch(i);
        }
    }

    private List<String> command(int member, String peer, String all) {
        String client = client(member);
        return List.of(
                "etcd",
                "--name=etcd-" + member,
                "--data-dir=" + folder.resolve("data-" + member),
                "--listen-client-urls=" + client,
                "--advertise-client-urls=" + client,
                "--listen-peer-urls=" + peer,
                "--initial-advertise-peer-urls=" + peer,
                "--initial-cluster=" + all);
    }

    private String client(int member) {
        return "http://127.0.0.1:" + clients.get(member);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private HttpRequest request(int member, String path, String json) {
        return HttpRequest.newBuilder(URI.create(client(member) + path))
                .POST(BodyPublishers.ofString(json))
                .build();
    }

    private JsonNode post(int member, String path, String json) throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(request(member, path, json), BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException("etcd answered " + answer.statusCode() + " " + answer.body());
        }
        return JSON.readTree(answer.body());
    }

    /** Of all keys. The first line says that it has begun. */
    private void watch(int member) throws IOException, InterruptedException {
        String zero = Base64.getEncoder().encodeToString(new byte[1]);
        String json = "{\"create_request\":{\"key\":\"" + zero + "\",\"range_end\":\"" + zero + "\"}}";
        HttpResponse<Stream<String>> answer = http.send(request(member, "/v3/watch", json), BodyHandlers.ofLines());
        Thread reader = new Thread(() -> answer.body().forEach(line -> seen(member, line)), "watch of etcd");
        reader.setDaemon(true);
        reader.setUncaughtExceptionHandler((thread, closed) -> {});
        reader.start();
        arrivals.await(Integer.toString(member), 1);
    }

    private void seen(int member, String line) {
        JsonNode result = JSON.readTree(line).path("result");
        if (result.path("created").asBoolean(false)) {
            arrivals.seen(CREATED, Integer.toString(member));
        }
        for (JsonNode event : result.path("events")) {
            byte[] key = Base64.getDecoder()
                    .decode(event.required("kv").required("key").stringValue());
            arrivals.seen(member, new String(key, StandardCharsets.UTF_8));
        }
    }

    @Override
    public String label() {
        return "etcd: a watch tells of a key";
    }

    @Override
    public Announcement announce(String name) throws IOException, InterruptedException {
        long asked = System.nanoTime();
        post(0, "/v3/kv/put", "{\"key\":\"" + base64(name) + "\",\"value\":\"" + base64(name) + "\"}");
        long answered = System.nanoTime();
        return new Announcement(asked, answered, arrivals.await(name, members - 1));
    }

    @Override
    public void close() throws IOException {
        for (ChildProcess process : processes) {
            process.close();
        }
    }
}
