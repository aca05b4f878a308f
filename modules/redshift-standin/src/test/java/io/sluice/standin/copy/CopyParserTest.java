package io.sluice.standin.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.standin.StandinException;
import io.sluice.standin.copy.CopyOptions.Compression;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Optional;

class CopyParserTest {
    private static final String ROLE = " IAM_ROLE 'arn:aws:iam::1:role/r' ";

    @Test
    void readsWhatSluiceSends() {
        CopyCommand copy =
                CopyParser.parse(
                        "COPY \"App\".\"t\" (\"a\", \"B\") FROM 's3://b/k' IAM_ROLE 'arn' MANIFEST"
                            + " FORMAT AS CSV QUOTE AS '\"' ZSTD NULL AS '~N~' TIMEFORMAT 'auto'"
                            + " DATEFORMAT 'auto' ENCODING UTF8 MAXERROR 0 COMPUPDATE OFF"
                            + " STATUPDATE OFF REGION 'eu-west-1' NOLOAD");
        assertThat(copy.schema()).contains("app");
        assertThat(copy.columns()).containsExactly("a", "b");
        assertThat(copy.url()).isEqualTo("s3://b/k");
        assertThat(copy.options())
                .isEqualTo(
                        new CopyOptions(
                                new CopyOptions.Role("arn"),
                                true,
                                '"',
                                ',',
                                Compression.ZSTD,
                                "~N~",
                                true,
                                0,
                                true,
                                Optional.of("eu-west-1")));
    }

    @Test
    void optionsComeInAnyOrderAndKeysTakeTheRolesPlace() {
        CopyCommand copy =
                CopyParser.parse(
                        "copy t from 's3://b/k' gzip secret_access_key 's' csv access_key_id 'a'"
                                + " session_token 't' ignoreheader 1");
        assertThat(copy.options().authorization()).isEqualTo(new CopyOptions.Keys("a", "s"));
        assertThat(copy.options().toString()).doesNotContain("'s'");
        assertThat(copy.options().compression()).isEqualTo(Compression.GZIP);
        assertThat(copy.options().nullAs()).isEqualTo("\\N");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "COPY t FROM STDIN",
                "COPY t FROM 's3://b/k' CSV",
                "COPY t FROM 's3://b/k' IAM_ROLE 'a' ACCESS_KEY_ID 'a' SECRET_ACCESS_KEY 's' CSV",
                "COPY t FROM 's3://b/k' ACCESS_KEY_ID 'a' CSV",
                "COPY t FROM '/etc/passwd' IAM_ROLE 'a' CSV",
                "COPY t FROM 's3://b/k'" + ROLE,
                "COPY t FROM 's3://b/k'" + ROLE + "CSV CSV",
                "COPY t FROM 's3://b/k'" + ROLE + "CSV GZIP ZSTD",
                "COPY t FROM 's3://b/k'" + ROLE + "CSV ESCAPE",
                "COPY t FROM 's3://b/k'" + ROLE + "CSV REMOVEQUOTES",
                "COPY t FROM 's3://b/k'" + ROLE + "CSV JSON 'auto'",
                "COPY t FROM 's3://b/k'" + ROLE + "CSV TRUNCATECOLUMNS",
                "COPY t FROM 's3://b/k'" + ROLE + "CSV ACCEPTINVCHARS",
                "COPY t FROM 's3://b/k'" + ROLE + "CSV EMPTYASNULL",
                "COPY t FROM 's3://b/k'" + ROLE + "CSV MAXERROR 10",
                "COPY t FROM 's3://b/k'" + ROLE + "CSV MAXERROR 100001",
                "COPY t FROM 's3://b/k'" + ROLE + "CSV QUOTE 'ab'",
                "COPY t FROM 's3://b/k'" + ROLE + "CSV NONSENSE",
                "COPY t FROM 's3://b/k'" + ROLE + "CSV ON CONFLICT DO NOTHING",
                "COPY t (a, \"A\") FROM 's3://b/k'" + ROLE + "CSV",
                "COPY user FROM 's3://b/k'" + ROLE + "CSV",
                "COPY t (tag) FROM 's3://b/k'" + ROLE + "CSV",
                "COPY t FROM 's3://b/k" + ROLE + "CSV",
            })
    void refusesWhatRedshiftRefusesAndWhatLosesValues(String sql) {
        assertThatThrownBy(() -> CopyParser.parse(sql)).isInstanceOf(StandinException.class);
    }
}
