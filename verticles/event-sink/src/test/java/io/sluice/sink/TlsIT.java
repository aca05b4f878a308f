package io.sluice.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.Base64;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.TrustManagerFactory;

class TlsIT {
    private static final char[] PASSWORD = "changeit".toCharArray();
    private static final String EVENT =
            "{\"ts\":\"2015-01-01T00:31:32Z\",\"entype\":\"user\",\"evname\":\"x\",\"body\":{\"a\":1}}";

    @TempDir private Path folder;

    /** A certificate for 127.0.0.1, signed by itself. */
    private KeyStore make(String name, String algorithm) throws Exception {
        Path file = folder.resolve(name + ".p12");
        Process keytool =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "keytool")
                                        .toString(),
                                "-genkeypair",
                                "-alias",
                                "door",
                                "-keyalg",
                                algorithm,
                                "-dname",
                                "CN=" + name,
                                "-ext",
                                "san=ip:127.0.0.1",
                                "-storetype",
                                "PKCS12",
                                "-storepass",
                                new String(PASSWORD),
                                "-keystore",
                                file.toString())
                        .redirectErrorStream(true)
                        .start();
        assertThat(keytool.waitFor())
                .as(new String(keytool.getInputStream().readAllBytes(), UTF_8))
                .isZero();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD);
        }
        return store;
    }

    private void writeCertificate(KeyStore store) throws Exception {
        Certificate certificate = store.getCertificate("door");
        write("tls.crt", "CERTIFICATE", certificate.getEncoded());
    }

    private void writeKey(KeyStore store) throws Exception {
        write("tls.key", "PRIVATE KEY", store.getKey("door", PASSWORD).getEncoded());
    }

    private void write(String name, String what, byte[] bytes) throws IOException {
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
        Files.writeString(
                folder.resolve(name),
                "-----BEGIN %s-----%n%s%n-----END %s-----%n".formatted(what, base64, what));
    }

    private static HttpClient trusting(KeyStore store) throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, PASSWORD);
        trusted.setCertificateEntry("door", store.getCertificate("door"));
        TrustManagerFactory trust =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(null, trust.getTrustManagers(), null);
        return HttpClient.newBuilder().sslContext(tls).build();
    }

    private static int post(RunningSink door, HttpClient client) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(
                                URI.create("https://127.0.0.1:" + door.sink.port() + "/v1/events"))
                        .header("Authorization", "Bearer " + RunningSink.KEY)
                        .timeout(Duration.ofSeconds(20))
                        .POST(HttpRequest.BodyPublishers.ofString(EVENT))
                        .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode();
    }

    @Test
    void newCertificatesCountWithoutARestartAndHalfChangedOnesDoNot() throws Exception {
        KeyStore old = make("old", "RSA");
        KeyStore next = make("next", "EC");
        writeCertificate(old);
        writeKey(old);
        String settings =
                "instances: 2\nhttp: {tls: {certificate: %s, key: %s, reload: 200ms}}"
                        .formatted(folder.resolve("tls.crt"), folder.resolve("tls.key"));
        try (RunningSink door = new RunningSink(settings);
                HttpClient knowsOld = trusting(old);
                HttpClient knowsNext = trusting(next)) {
            assertThat(post(door, knowsOld)).isEqualTo(202);
            assertThatExceptionOfType(SSLHandshakeException.class)
                    .isThrownBy(() -> post(door, knowsNext));
            try (Socket plain = door.connect()) {
                plain.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(ISO_8859_1));
                assertThat(RunningSink.readAll(plain.getInputStream()))
                        .doesNotContain("HTTP/1.1 2");
            }

            writeCertificate(next);
            Thread.sleep(600);
            try (HttpClient fresh = trusting(old)) {
                assertThat(post(door, fresh)).as("the key is still the old one").isEqualTo(202);
            }
            writeKey(next);
            await().atMost(Duration.ofSeconds(10))
                    .ignoreExceptions()
                    .until(() -> post(door, knowsNext) == 202);
            assertThat(post(door, knowsOld)).as("a connection that was open").isEqualTo(202);
            try (HttpClient fresh = trusting(old)) {
                assertThatExceptionOfType(SSLHandshakeException.class)
                        .isThrownBy(() -> post(door, fresh));
            }
        }
    }

    @Test
    void aDoorWithoutItsCertificateDoesNotStart() throws Exception {
        KeyStore one = make("one", "EC");
        writeCertificate(one);
        writeKey(make("other", "EC"));
        String settings =
                "http: {tls: {certificate: %s, key: %s}}"
                        .formatted(folder.resolve("tls.crt"), folder.resolve("tls.key"));
        assertThatExceptionOfType(Exception.class)
                .isThrownBy(() -> new RunningSink(settings))
                .withMessageContaining("the key is not the certificate's");
    }
}
