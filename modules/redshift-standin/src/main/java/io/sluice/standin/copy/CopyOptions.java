package io.sluice.standin.copy;

import java.util.Optional;

/**
 * What a COPY says beside table and source.
 *
 * @param manifest whether the source is a manifest, else a prefix of keys
 * @param quote of CSV
 * @param delimiter between fields
 * @param nullAs a bare field of this text is NULL
 * @param anyTimeFormat TIMEFORMAT 'auto', else only the default form
 * @param ignoreHeader lines to pass over at the beginning of each file
 * @param noLoad whether rows are only checked
 */
public record CopyOptions(
        Authorization authorization,
        boolean manifest,
        char quote,
        char delimiter,
        Compression compression,
        String nullAs,
        boolean anyTimeFormat,
        int ignoreHeader,
        boolean noLoad,
        Optional<String> region) {
    /** By what right COPY reads S3. */
    public sealed interface Authorization {}

    /** {@code IAM_ROLE 'arn'}. */
    public record Role(String arn) implements Authorization {}

    /** {@code IAM_ROLE default}. */
    public record DefaultRole() implements Authorization {}

    /** Keys; a session token is taken and not looked at. */
    public record Keys(String accessKey, String secretKey) implements Authorization {
        @Override
        public String toString() {
            return "Keys[" + accessKey + "]";
        }
    }

    /** How every file is packed; names of files are not looked at. */
    public enum Compression {
        NONE,
        GZIP,
        ZSTD
    }
}
