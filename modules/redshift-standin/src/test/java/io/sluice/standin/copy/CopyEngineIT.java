package io.sluice.standin.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.luben.zstd.Zstd;

import io.sluice.devstack.DevStack;
import io.sluice.devstack.S3Endpoint;
import io.sluice.standin.StandinException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

class CopyEngineIT {
    private static final S3Endpoint S3 = DevStack.shared().s3();

    private static final CopySettings SETTINGS =
            new CopySettings(S3.uri(), S3.region(), S3.accessKey(), S3.secretKey(), "arn:role");

    private static final List<CopyColumn> COLUMNS =
            List.of(
                    new CopyColumn("n", new ColumnType.BigInt(), true),
                    new CopyColumn("s", new ColumnType.Varchar(4), false),
                    new CopyColumn("j", new ColumnType.Super(), false));

    private final S3Client s3 =
            S3Client.builder()
                    .endpointOverride(S3.uri())
                    .region(Region.of(S3.region()))
                    .forcePathStyle(true)
                    .httpClientBuilder(UrlConnectionHttpClient.builder())
                    .credentialsProvider(
                            StaticCredentialsProvider.create(
                                    AwsBasicCredentials.create(S3.accessKey(), S3.secretKey())))
                    .build();
    private final CopyEngine engine = new CopyEngine(SETTINGS);
    private final String folder = "copy/" + UUID.randomUUID() + "/";
    private final List<List<String>> rows = new ArrayList<>();

    @AfterEach
    void close() {
        engine.close();
        s3.close();
    }

    private String put(String name, byte[] content) {
        s3.putObject(
                it -> it.bucket(S3.bucket()).key(folder + name), RequestBody.fromBytes(content));
        return "s3://" + S3.bucket() + "/" + folder + name;
    }

    private String file(String name, String lines) {
        return put(name, Zstd.compress(lines.getBytes(UTF_8)));
    }

    private String manifest(String... entries) {
        return put(
                "manifest", ("{\"entries\":[" + String.join(",", entries) + "]}").getBytes(UTF_8));
    }

    private static String entry(String url, boolean mandatory) {
        return "{\"url\":\"%s\",\"mandatory\":%b,\"meta\":{\"content_length\":1}}"
                .formatted(url, mandatory);
    }

    private CopyResult copy(String url, String options) throws IOException {
        CopyCommand command =
                CopyParser.parse(
                        "COPY t FROM '%s' CSV ZSTD NULL AS '~N~' %s".formatted(url, options));
        return engine.run(command, COLUMNS, row -> rows.add(Arrays.asList(row.clone())));
    }

    @Test
    void readsTheFilesOfAManifest() throws IOException {
        String first = file("1", "1,\"\",\"{\"\"a\"\":1}\"\n2,~N~,~N~\n");
        String second = file("2", "3,\"~N~\",\"7\"\n4,,\n");
        CopyResult result =
                copy(
                        manifest(entry(first, true), entry(second, true)),
                        "MANIFEST IAM_ROLE 'arn:role'");
        assertThat(result.rows()).isEqualTo(4);
        assertThat(result.files()).isEqualTo(2);
        assertThat(rows)
                .containsExactly(
                        List.of("1", "", "{\"a\":1}"),
                        Arrays.asList("2", null, null),
                        List.of("3", "~N~", "7"),
                        Arrays.asList("4", "", null));
    }

    @Test
    void aFileListedTwiceIsReadTwiceAndAPrefixReadsAllThatBeginSo() throws IOException {
        String one = file("1", "1,a,1\n");
        file("1.bak", "2,b,2\n");
        assertThat(
                        copy(
                                        manifest(entry(one, true), entry(one, false)),
                                        "MANIFEST IAM_ROLE default")
                                .rows())
                .isEqualTo(2);
        assertThat(copy(one, "IAM_ROLE default").rows()).isEqualTo(2);
    }

    @Test
    void whatIsMissingOrForbiddenIsNamed() {
        String here = file("1", "1,a,1\n");
        String gone = here + "-gone";
        assertThatThrownBy(
                        () ->
                                copy(
                                        manifest(entry(here, true), entry(gone, true)),
                                        "MANIFEST IAM_ROLE default"))
                .hasMessageContaining(gone);
        assertThatThrownBy(() -> copy(manifest(entry(gone, false)), "MANIFEST IAM_ROLE default"))
                .isInstanceOf(StandinException.class);
        assertThatThrownBy(() -> copy(gone, "MANIFEST IAM_ROLE default"))
                .hasMessageContaining("Error NoSuchKey");
        assertThatThrownBy(() -> copy(gone, "IAM_ROLE default"))
                .hasMessageContaining("does not exist");
        assertThatThrownBy(() -> copy(here, "IAM_ROLE 'arn:other'"))
                .hasMessageContaining("AccessDenied");
        assertThatThrownBy(() -> copy(here, "ACCESS_KEY_ID 'a' SECRET_ACCESS_KEY 'b'"))
                .hasMessageContaining("AccessDenied");
        assertThatThrownBy(() -> copy(here, "IAM_ROLE default REGION 'mars-1'"))
                .hasMessageContaining("PermanentRedirect");
    }

    @Test
    void aBadRowNamesFileLineColumnAndRule() {
        String bad = file("1", "1,a,1\n2,\"x\ny\",2\n3,abcde,3\n");
        assertThatThrownBy(() -> copy(bad, "IAM_ROLE default"))
                .hasMessageContaining("Check 'stl_load_errors'")
                .isInstanceOfSatisfying(
                        CopyFailure.class,
                        failure ->
                                assertThat(failure.errors())
                                        .containsExactly(
                                                new LoadError(
                                                        bad,
                                                        4,
                                                        "s",
                                                        "character varying",
                                                        4,
                                                        1,
                                                        1204,
                                                        "String length exceeds DDL length",
                                                        "abcde",
                                                        "3,abcde,3\n")));
        assertCode(1202, "1,a,1,1\n");
        assertCode(1203, "1,a\n");
        assertCode(1213, ",a,1\n");
        assertCode(1207, "x,a,1\n");
        assertCode(1224, "1,a,{\n");
    }

    private void assertCode(int code, String lines) {
        String url = file("bad" + code, lines);
        assertThatThrownBy(() -> copy(url, "IAM_ROLE default"))
                .isInstanceOfSatisfying(
                        CopyFailure.class,
                        failure -> assertThat(failure.errors().getFirst().code()).isEqualTo(code));
    }

    @Test
    void noloadChecksAndHandsOverNothing() throws IOException {
        assertThat(copy(file("1", "1,a,1\n"), "IAM_ROLE default NOLOAD").rows()).isOne();
        assertThat(rows).isEmpty();
        String bad = file("1", "x,a,1\n");
        assertThatThrownBy(() -> copy(bad, "IAM_ROLE default NOLOAD"))
                .isInstanceOf(CopyFailure.class);
    }
}
