# From the tar that `mvn package` makes: docker build -t sluice .
# The role is the argument: docker run --read-only --tmpfs /tmp sluice run event-sink --conf /opt/sluice/conf/event-sink.yaml
FROM eclipse-temurin:25-jre AS unpacked
COPY dist/target/sluice-*.tar.gz /tmp/sluice.tar.gz
RUN mkdir /opt/sluice && tar -xzf /tmp/sluice.tar.gz -C /opt/sluice --strip-components=1
# The first start trains the cache that later starts use: they cannot write one.
RUN /opt/sluice/bin/sluice version

FROM eclipse-temurin:25-jre
COPY --from=unpacked /opt/sluice /opt/sluice
# Only /tmp is written: slots, and native libraries.
USER 10001:10001
WORKDIR /tmp
# SIGTERM drains: give it longer than the role's drain-limit (docker stop --time 60).
STOPSIGNAL SIGTERM
ENTRYPOINT ["/opt/sluice/bin/sluice"]
CMD ["--help"]
