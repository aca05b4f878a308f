package io.sluice.warehouse;

import io.sluice.schema.TableSchema;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;

/** A copy that tells how long each unit took. */
record TimedCopy(RowCopy copy, CopyObserver observer) implements RowCopy {
    @Override
    public String staging() {
        return copy.staging();
    }

    @Override
    public String original(String file) {
        return copy.original(file);
    }

    @Override
    public long run(Statement.CopyUnit statement, LeftOut left) throws SQLException, IOException {
        long began = System.nanoTime();
        long duplicates = copy.run(statement, left);
        observer.copied(statement.unit().rows(), Duration.ofNanos(System.nanoTime() - began));
        return duplicates;
    }

    @Override
    public String temporary(String name, String like) throws SQLException {
        return copy.temporary(name, like);
    }

    @Override
    public void stage(String target) throws SQLException {
        copy.stage(target);
    }

    @Override
    public void staged() throws SQLException {
        copy.staged();
    }

    @Override
    public void copyUnit(Ledger.Entry unit, LeftOut left, TableSchema written, TableSchema target)
            throws SQLException, IOException {
        copy.copyUnit(unit, left, written, target);
    }
}
