package io.sluice.standin.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;

class CopyValuesTest {
    private final CopyValues values = new CopyValues(true);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "bigint|9223372036854775807|9223372036854775807",
                "bigint|-1|-1",
                "smallint|+5|+5",
                "decimal(5,2)|123.456|123.45",
                "decimal(5,2)|-0001.5|-0001.5",
                "decimal(38,0)|99999999999999999999999999999999999999|99999999999999999999999999999999999999",
                "float8|1e308|1e308",
                "float8|-0.0|-0.0",
                "float8|0e5|0e5",
                "float8|12.5E-3|12.5E-3",
                "bool|YES|t",
                "bool|0|f",
                "varchar(3)|abc|abc",
                "varchar(3)|'abc   '|abc",
                "varchar(4)|😀|😀",
                "char(2)|ab|ab",
                "date|2020-02-29|2020-02-29",
                "timestamptz|2015-01-01T00:31:32.123456Z|2015-01-01T00:31:32.123456Z",
                "timestamptz|2015-01-01 00:31:32|2015-01-01 00:31:32Z",
                "timestamp|2015-01-01 00:31:32+02|2015-01-01 00:31:32",
                "super|{\"a\":[1,true,null,\"x\"]}|{\"a\":[1,true,null,\"x\"]}",
                "super|7|7",
            })
    void takes(String type, String text, String value) throws BadValue {
        assertThat(values.value(ColumnType.parse(type), text)).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "bigint|1.0|1207",
                "bigint|1e3|1207",
                "bigint|-|1207",
                "bigint|' 1'|1207",
                "bigint|9223372036854775808|1222",
                "integer|2147483648|1222",
                "smallint|-32769|1222",
                "decimal(5,2)|1234.5|1209",
                "decimal(5,2)|1e2|1209",
                "decimal(5,2)|.|1209",
                "float8|NaN|1208",
                "float8|Infinity|1208",
                "float8|1e309|1208",
                "float8|1e-308|1208",
                "float8|0x1p3|1208",
                "float8|1d|1208",
                "float8|1e-400|1208",
                "float4|1e39|1208",
                "bool|yep|1210",
                "varchar(3)|abcd|1204",
                "varchar(3)|😀|1204",
                "varchar(5)|äöü|1204",
                "char(5)|ä|1220",
                "char(2)|abc|1204",
                "date|2021-02-29|1205",
                "date|29.2.2020|1205",
                "timestamptz|2015-01-01T00:31:60Z|1206",
                "timestamptz|2015-13-01T00:31:00Z|1206",
                "timestamptz|2015-01-01T00:31:00.1234567Z|1206",
                "timestamptz|1420072292|1206",
                "super|{a:1}|1224",
                "super|abc|1224",
                "super|1 2|1224",
                "super|[1|1224",
                "super|{\"a\":1}}|1224",
            })
    void refuses(String type, String text, int code) {
        assertThatThrownBy(() -> values.value(ColumnType.parse(type), text))
                .isInstanceOfSatisfying(
                        BadValue.class, bad -> assertThat(bad.code()).isEqualTo(code));
    }

    @Test
    void onlyTimeformatAutoTakesIso8601() throws BadValue {
        CopyValues usual = new CopyValues(false);
        ColumnType type = new ColumnType.TimestampTz();
        assertThat(usual.value(type, "2015-01-01 00:31:32+00")).isNotEmpty();
        assertThatThrownBy(() -> usual.value(type, "2015-01-01T00:31:32Z"))
                .isInstanceOf(BadValue.class);
    }

    @Test
    void superHasLimitsOfDepthStringAndSize() throws BadValue {
        ColumnType type = new ColumnType.Super();
        String deep = "[".repeat(1000) + "]".repeat(1000);
        assertThat(values.value(type, deep)).isEqualTo(deep);
        assertRefused(type, "[" + deep + "]");
        String longest = '"' + "ä".repeat(32_767) + "a\"";
        assertThat(values.value(type, longest)).isEqualTo(longest);
        assertRefused(type, '"' + "ä".repeat(32_768) + '"');
        assertRefused(type, "{\"" + "k".repeat(65_536) + "\":1}");
        assertRefused(type, "[" + "1,".repeat(600_000) + "1]");
    }

    private void assertRefused(ColumnType type, String text) {
        assertThatThrownBy(() -> values.value(type, text)).isInstanceOf(BadValue.class);
    }

    @Test
    void textIsUtf8WithoutNullCharactersAndSurrogates() {
        for (byte[] bytes :
                new byte[][] {
                    {'a', 0, 'b'},
                    {(byte) 0xff},
                    {(byte) 0xed, (byte) 0xa0, (byte) 0x80},
                    {(byte) 0xc0, (byte) 0x80},
                    {(byte) 0xf4, (byte) 0x90, (byte) 0x80, (byte) 0x80},
                    "ä".substring(0, 1).getBytes(StandardCharsets.ISO_8859_1)
                }) {
            assertThatThrownBy(() -> values.text(bytes, 0, bytes.length))
                    .isInstanceOf(BadValue.class);
        }
    }
}
