-- A third mode, and where an instance of it is posted to. SQLite changes a check only with the table.
CREATE TABLE agent_3 (
    agent_id         TEXT    PRIMARY KEY,
    name             TEXT    NOT NULL,
    node_id          TEXT    NOT NULL,
    capabilities     TEXT    NOT NULL CHECK (json_valid(capabilities)),
    mode             TEXT    NOT NULL CHECK (mode IN ('PULL', 'IN_PROCESS', 'WEBHOOK')),
    lease            TEXT    NOT NULL, -- ISO 8601 duration
    max_in_flight    INTEGER NOT NULL,
    status           TEXT    NOT NULL CHECK (status IN ('READY', 'BUSY', 'DRAINING', 'LOST')),
    load             REAL    NOT NULL,
    metadata         TEXT    NOT NULL CHECK (json_valid(metadata)),
    registered_at    INTEGER NOT NULL,
    lease_expires_at INTEGER NOT NULL,
    webhook          TEXT CHECK (webhook IS NULL OR json_valid(webhook)), -- the URL and the secrets that sign
    CHECK ((mode = 'WEBHOOK') = (webhook IS NOT NULL))
) STRICT;

INSERT INTO agent_3
SELECT agent_id, name, node_id, capabilities, mode, lease, max_in_flight, status, load, metadata, registered_at,
       lease_expires_at, NULL
FROM agent;

DROP TABLE agent;
ALTER TABLE agent_3 RENAME TO agent;
