# A node of Caxton. It listens on all addresses of its container, and therefore does not start without credentials:
# docs/operations.md, "In containers". Build it with: docker build -t caxton .
#
# .ci/image runs the same commands without a container engine.
# The Maven of .mvn/wrapper; the wrapper itself would need unzip, which images of a JDK do not have.
ARG BUILD_IMAGE=maven:3.9.12-eclipse-temurin-25
ARG RUN_IMAGE=eclipse-temurin:25-jre

FROM ${BUILD_IMAGE} AS build
WORKDIR /src
COPY . .
RUN --mount=type=cache,target=/root/.m2 mvn -B -q -DskipTests package -pl caxton-server -am
RUN deploy/docker/unpack caxton-server/target/caxton-server.jar /image

FROM ${RUN_IMAGE}
WORKDIR /opt/caxton
COPY --from=build /image/dependencies/ ./
COPY --from=build /image/native/ ./native/
COPY --from=build /image/snapshot-dependencies/ ./
COPY --from=build /image/application/ ./
COPY deploy/docker/java-options ./
# The JVM keeps what it learned in a start that ends before it listens: the next ones take half the time (ADR 0028).
RUN java @java-options -XX:AOTCacheOutput=caxton.aot -Dspring.context.exit=onRefresh -jar caxton-server.jar \
        --caxton.data-dir=/tmp/training --caxton.cluster.enabled=true \
    && rm -rf /tmp/training \
    && install -d -o 10001 -g 10001 -m 700 /data
ENV SERVER_ADDRESS=0.0.0.0 CAXTON_DATA_DIR=/data
USER 10001:10001
VOLUME /data
EXPOSE 8080 7946/tcp 7946/udp
# Options that somebody gives the node, a debugger's port for one, are not for the probe.
HEALTHCHECK --interval=10s --timeout=5s --start-period=5m --retries=3 CMD ["env", "-u", "JDK_JAVA_OPTIONS", "-u", "JAVA_TOOL_OPTIONS", "java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx16m", "-cp", "caxton-server.jar", "io.caxton.server.probe.ReadinessProbe"]
ENTRYPOINT ["java", "@java-options", "-XX:AOTCache=caxton.aot", "-jar", "caxton-server.jar"]
