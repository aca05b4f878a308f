-- The books sum up units by table and state without reading the units themselves,
CREATE INDEX ON load_unit (app, table_uid, state) INCLUDE (rows);
CREATE INDEX ON load_unit (table_uid);
-- and ask which of the objects in the store a unit names.
CREATE INDEX ON load_unit ((unit->>'manifestKey'));
