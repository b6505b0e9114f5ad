# Three images from one build:
#   vigia    gateway, processors, console and tools (docker-compose.yml runs each as a service of its own)
#   connect  a Kafka Connect worker with the sinks as a plugin
FROM maven:3.9-eclipse-temurin-17 AS build
WORKDIR /src
COPY . .
RUN mvn -B -q -DskipTests package

FROM eclipse-temurin:17-jre AS vigia
RUN useradd --system --create-home --home-dir /var/lib/vigia vigia
WORKDIR /opt/vigia
COPY --from=build /src/app/target/vigia/lib lib
COPY --from=build /src/bin/vigia bin/vigia
COPY --from=build /src/config config
ENV VIGIA_DATA_DIR=/var/lib/vigia VIGIA_HOST=0.0.0.0
USER vigia
ENTRYPOINT ["/opt/vigia/bin/vigia"]

FROM apache/kafka:4.3.1 AS connect
COPY --from=build /src/sinks/target/plugin /opt/vigia/plugins/vigia
COPY --from=build /src/config/connect /opt/vigia/connect
ENTRYPOINT ["/opt/kafka/bin/connect-distributed.sh", "/opt/vigia/connect/worker.properties"]
