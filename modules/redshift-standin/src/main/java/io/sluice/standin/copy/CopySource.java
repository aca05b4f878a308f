package io.sluice.standin.copy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.github.luben.zstd.ZstdInputStream;

import io.sluice.standin.StandinException;
import io.sluice.standin.copy.CopyOptions.Compression;

import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/** The files of a COPY, read through the real S3 API. Thread-safe. */
final class CopySource implements AutoCloseable {
    private final CopySettings settings;
    private final S3Client s3;

    /** One object. */
    record S3File(String bucket, String key) {
        static S3File of(String url) {
            int slash = url.indexOf('/', 5);
            if (!url.startsWith("s3://") || slash < 6 || slash == url.length() - 1) {
                throw new StandinException(
                        "XX000", "Manifest file is not in correct json format: url " + url);
            }
            return new S3File(url.substring(5, slash), url.substring(slash + 1));
        }

        String url() {
            return "s3://" + bucket + "/" + key;
        }
    }

    CopySource(CopySettings settings) {
        this.settings = settings;
        this.s3 =
                S3Client.builder()
                        .endpointOverride(settings.endpoint())
                        .region(Region.of(settings.region()))
                        .forcePathStyle(true)
                        .httpClientBuilder(UrlConnectionHttpClient.builder())
                        .credentialsProvider(
                                StaticCredentialsProvider.create(
                                        AwsBasicCredentials.create(
                                                settings.accessKey(), settings.secretKey())))
                        .build();
    }

    /** The files that a command names, in its order; the manifest is read. */
    List<S3File> files(CopyCommand command) {
        authorize(command.options());
        return command.options().manifest()
                ? manifest(S3File.of(command.url()))
                : prefix(command.url());
    }

    private void authorize(CopyOptions options) {
        boolean allowed =
                switch (options.authorization()) {
                    case CopyOptions.DefaultRole role -> true;
                    case CopyOptions.Role role -> role.arn().equals(settings.role());
                    case CopyOptions.Keys keys ->
                            keys.accessKey().equals(settings.accessKey())
                                    && keys.secretKey().equals(settings.secretKey());
                };
        if (!allowed) {
            throw new StandinException(
                    "XX000", "S3ServiceException:Access Denied,Status 403,Error AccessDenied");
        }
        options.region()
                .filter(it -> !it.equals(settings.region()))
                .ifPresent(
                        it -> {
                            throw new StandinException(
                                    "XX000",
                                    ("S3ServiceException:The bucket you are attempting to access"
                                            + " must be addressed using the specified endpoint.,"
                                            + "Status 301,Error PermanentRedirect"));
                        });
    }

    private List<S3File> prefix(String url) {
        S3File prefix = S3File.of(url);
        List<S3File> found = new ArrayList<>();
        try {
            s3.listObjectsV2Paginator(it -> it.bucket(prefix.bucket()).prefix(prefix.key()))
                    .contents()
                    .forEach(it -> found.add(new S3File(prefix.bucket(), it.key())));
        } catch (SdkException failed) {
            throw refused("", failed);
        }
        if (found.isEmpty()) {
            throw new StandinException(
                    "XX000", "The specified S3 prefix '" + prefix.key() + "' does not exist");
        }
        return found;
    }

    private List<S3File> manifest(S3File file) {
        List<S3File> files = new ArrayList<>();
        try (InputStream content = s3.getObject(it -> it.bucket(file.bucket()).key(file.key()));
                JsonParser json = new JsonFactory().createParser(content)) {
            for (Entry entry : new ManifestReader(json).entries()) {
                S3File listed = S3File.of(entry.url());
                if (exists(listed)) {
                    files.add(listed);
                } else if (entry.mandatory()) {
                    throw new StandinException(
                            "XX000",
                            "Problem reading manifest file - mandatory url " + entry.url(),
                            Optional.of("error code 1212: the file was not found"));
                }
            }
        } catch (SdkException failed) {
            throw refused("Problem reading manifest file - ", failed);
        } catch (IOException broken) {
            throw new StandinException(
                    "XX000", "Manifest file is not in correct json format: " + broken.getMessage());
        }
        if (files.isEmpty()) {
            throw new StandinException("XX000", "No file of the manifest was found");
        }
        return files;
    }

    /** An entry of a manifest. */
    record Entry(String url, boolean mandatory) {}

    /** Reads {@code {"entries":[{"url":…,"mandatory":…}]}}; other members are passed over. */
    private record ManifestReader(JsonParser json) {
        List<Entry> entries() throws IOException {
            List<Entry> entries = new ArrayList<>();
            expect(json.nextToken(), JsonToken.START_OBJECT);
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                boolean wanted = json.currentName().equals("entries");
                JsonToken value = json.nextToken();
                if (!wanted) {
                    json.skipChildren();
                    continue;
                }
                expect(value, JsonToken.START_ARRAY);
                while (json.nextToken() == JsonToken.START_OBJECT) {
                    entries.add(entry());
                }
            }
            return entries;
        }

        private Entry entry() throws IOException {
            String url = "";
            boolean mandatory = false;
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                json.nextToken();
                switch (name) {
                    case "url" -> url = json.getText();
                    case "mandatory" -> mandatory = json.getBooleanValue();
                    default -> json.skipChildren();
                }
            }
            return new Entry(url, mandatory);
        }

        private static void expect(JsonToken token, JsonToken wanted) throws IOException {
            if (token != wanted) {
                throw new IOException(token + " where " + wanted + " was expected");
            }
        }
    }

    private boolean exists(S3File file) {
        try {
            s3.headObject(it -> it.bucket(file.bucket()).key(file.key()));
            return true;
        } catch (S3Exception failed) {
            if (failed.statusCode() == 404) {
                return false;
            }
            throw failed;
        }
    }

    /** Counts what it gives as it lies in S3. */
    InputStream open(S3File file, Compression compression, ByteCount count) throws IOException {
        try {
            InputStream raw =
                    count.over(s3.getObject(it -> it.bucket(file.bucket()).key(file.key())));
            return switch (compression) {
                case NONE -> raw;
                case GZIP -> new GZIPInputStream(raw, 64 * 1024);
                case ZSTD -> new ZstdInputStream(raw).setContinuous(false);
            };
        } catch (SdkException failed) {
            throw refused("", failed);
        }
    }

    private static StandinException refused(String where, SdkException failed) {
        String what =
                failed instanceof S3Exception s3 && s3.awsErrorDetails() != null
                        ? "%s,Status %d,Error %s"
                                .formatted(
                                        s3.awsErrorDetails().errorMessage(),
                                        s3.statusCode(),
                                        s3.awsErrorDetails().errorCode())
                        : String.valueOf(failed.getMessage());
        return new StandinException("XX000", where + "S3ServiceException:" + what);
    }

    @Override
    public void close() {
        s3.close();
    }
}
