package io.sluice.warehouse;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.warehouse.WarehouseException.Kind;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.sql.SQLException;

class RedshiftFailuresTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ERROR: 1023|XX000|SERIALIZATION",
                "1018 Detail: Relation does not exist.|XX000|RELATION_GONE",
                "Serializable isolation violation on table - 1|XX000|SERIALIZATION",
                "could not serialize access|40001|SERIALIZATION",
                "deadlock detected|40P01|DEADLOCK",
                "deadlock detected|XX000|DEADLOCK",
                "canceling statement due to lock timeout|55P03|LOCKED",
                "Query cancelled on user's request|57014|CANCELLED",
                "Cannot execute write query because system is in resize mode|0A000|RESIZE",
                "Disk Full|XX000|DISK_FULL",
                "could not extend file|53100|DISK_FULL",
                "cluster is in read-only mode|XX000|READ_ONLY",
                "cannot execute COPY in a read-only transaction|25006|READ_ONLY",
                "the connection is closed|08006|CONNECTION_LOST",
                "no state at all||CONNECTION_LOST",
                "terminating connection due to administrator command|57P01|RESTART",
                "too many connections|53300|RESOURCES",
                "password authentication failed|28000|LOGIN_REFUSED",
                "database does not exist|3D000|LOGIN_REFUSED",
                "S3ServiceException:Please reduce your request rate.,Status 503,Error"
                        + " SlowDown|XX000|STORAGE_AWAY",
                "S3ServiceException:Access Denied,Status 403,Error"
                        + " AccessDenied|XX000|STORAGE_REFUSED",
                "S3ServiceException:gone,Status 404,Error NoSuchKey|XX000|FILE_MISSING",
                "Problem reading manifest file - mandatory url s3://b/k|XX000|FILE_MISSING",
                "Problem reading manifest file - S3ServiceException:Connection"
                        + " refused|XX000|STORAGE_AWAY",
                "Problem reading manifest file - S3ServiceException:gone,Status 404,Error"
                        + " NoSuchKey|XX000|FILE_MISSING",
                "S3CurlException: Connection reset by peer, CurlError 56|XX000|STORAGE_AWAY",
                // Numbers in names and lengths are no error numbers.
                "column c1023 of table _e_1018 does not exist|42703|REFUSED",
                "value of 1023 bytes|22001|REFUSED",
            })
    void eachHasItsClass(String message, String state, Failure failure) {
        assertThat(RedshiftFailures.of("load", new SQLException(message, state)).failure())
                .isEqualTo(failure);
    }

    @Test
    void whatPassesIsWaitedForAndWhatDoesNotCallsAPerson() {
        assertThat(Failure.values())
                .filteredOn(it -> it.answer() == Failure.Answer.ALARM)
                .containsExactly(
                        Failure.DISK_FULL,
                        Failure.READ_ONLY,
                        Failure.LOGIN_REFUSED,
                        Failure.STORAGE_REFUSED)
                .allSatisfy(it -> assertThat(it.kind()).isEqualTo(Kind.OUTAGE));
        assertThat(Failure.SERIALIZATION.kind()).isEqualTo(Kind.TRANSIENT);
        assertThat(Failure.ROW_REFUSED.kind()).isEqualTo(Kind.REFUSED);
        assertThat(Failure.DISK_FULL.word()).isEqualTo("disk_full");
    }
}
