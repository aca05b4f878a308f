package io.sluice.warehouse;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.warehouse.WarehouseException.Kind;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.sql.SQLException;

class RedshiftFailuresTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ERROR: 1023|XX000|TRANSIENT",
                "1018 Detail: Relation does not exist.|XX000|TRANSIENT",
                "Serializable isolation violation on table - 1|XX000|TRANSIENT",
                "deadlock detected|40P01|TRANSIENT",
                "Cannot execute write query because system is in resize mode|0A000|OUTAGE",
                "Disk Full|XX000|OUTAGE",
                "cluster is in read-only mode|XX000|OUTAGE",
                "the connection is closed|08006|OUTAGE",
                "S3ServiceException:Please reduce your request rate.,Status 503,Error"
                        + " SlowDown|XX000|OUTAGE",
                "S3ServiceException:gone,Status 404,Error NoSuchKey|XX000|REFUSED",
                "Problem reading manifest file - mandatory url s3://b/k|XX000|REFUSED",
                "Problem reading manifest file - S3ServiceException:Connection"
                        + " refused|XX000|OUTAGE",
                "Problem reading manifest file - S3ServiceException:gone,Status 404,Error"
                        + " NoSuchKey|XX000|REFUSED",
                "S3CurlException: Connection reset by peer, CurlError 56|XX000|OUTAGE",
                // Numbers in names and lengths are no error numbers.
                "column c1023 of table _e_1018 does not exist|42703|REFUSED",
                "value of 1023 bytes|22001|REFUSED",
            })
    void eachHasItsAnswer(String message, String state, Kind kind) {
        assertThat(RedshiftFailures.of("load", new SQLException(message, state)).kind())
                .isEqualTo(kind);
    }
}
