-- Instants are nanoseconds since 1970-01-01T00:00:00Z. There are no foreign keys: the delivery engine writes related
-- rows in one transaction, and a violation would fail a whole batch of unrelated works at its commit. What is asked of
-- unfinished deliveries (lanes, leases, deadlines, counts) is answered from memory; a start reads them by one index.

-- Written once, with what has happened to the message by the end of the batch that accepted it.
CREATE TABLE message (
    position        INTEGER PRIMARY KEY,
    message_id      TEXT    NOT NULL,
    conversation_id TEXT    NOT NULL,
    in_reply_to     TEXT,
    accepted_at     INTEGER NOT NULL,
    size_bytes      INTEGER NOT NULL,
    fingerprint     TEXT    NOT NULL,
    history         TEXT    NOT NULL, -- its first receipts, one a line
    crc             INTEGER NOT NULL, -- CRC-32C of the JSON's UTF-8 bytes: SQLite itself does not checksum content
    json            TEXT    NOT NULL
) STRICT;

CREATE UNIQUE INDEX message_by_id ON message (message_id);
CREATE INDEX message_by_conversation ON message (conversation_id, position);
CREATE INDEX message_by_reply ON message (conversation_id, in_reply_to, position) WHERE in_reply_to IS NOT NULL;

-- The messages all of whose deliveries have ended.
CREATE TABLE finished (
    position     INTEGER PRIMARY KEY,
    finished_at  INTEGER NOT NULL,
    size_bytes   INTEGER NOT NULL,
    dead_letter  INTEGER NOT NULL CHECK (dead_letter IN (0, 1)) -- whether a delivery is dead and not dismissed
) STRICT;

CREATE INDEX finished_due ON finished (dead_letter, finished_at, position);

CREATE TABLE delivery (
    message_id       TEXT    NOT NULL,
    agent_name       TEXT    NOT NULL,
    agent_id         TEXT,
    conversation_id  TEXT, -- absent if it is the message's own id
    position         INTEGER NOT NULL,
    priority         INTEGER NOT NULL CHECK (priority BETWEEN 0 AND 3), -- 0 low to 3 critical
    state            TEXT    NOT NULL CHECK (state IN ('QUEUED', 'LEASED', 'HANDLED', 'REFUSED', 'EXPIRED', 'DEAD')),
    head             INTEGER NOT NULL CHECK (head IN (0, 1)),
    attempt          INTEGER NOT NULL,
    max_attempts     INTEGER NOT NULL,
    available_at     INTEGER NOT NULL,
    lease_expires_at INTEGER,
    expires_at       INTEGER NOT NULL,
    reason           TEXT,
    dismissed        INTEGER NOT NULL CHECK (dismissed IN (0, 1)),
    PRIMARY KEY (message_id, agent_name)
) STRICT, WITHOUT ROWID;

CREATE INDEX delivery_unfinished ON delivery (position) WHERE state IN ('QUEUED', 'LEASED');
CREATE INDEX delivery_dead ON delivery (position) WHERE state = 'DEAD' AND dismissed = 0;
CREATE INDEX delivery_dead_of_agent ON delivery (agent_name, position) WHERE state = 'DEAD' AND dismissed = 0;

-- What has happened to a message since the batch that accepted it; one row for each later batch.
CREATE TABLE receipt (
    message_id TEXT    NOT NULL,
    seq        INTEGER NOT NULL,
    history    TEXT    NOT NULL,
    PRIMARY KEY (message_id, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE idempotency_key (
    id         INTEGER PRIMARY KEY,
    sender     TEXT    NOT NULL,
    name       TEXT    NOT NULL,
    message_id TEXT    NOT NULL,
    at         INTEGER NOT NULL
) STRICT;

CREATE UNIQUE INDEX idempotency_key_by_name ON idempotency_key (sender, name);
CREATE INDEX idempotency_key_by_age ON idempotency_key (at);

CREATE TABLE conversation (
    conversation_id  TEXT    NOT NULL PRIMARY KEY,
    state            TEXT    CHECK (state IN ('OPEN', 'CLOSED', 'EXPIRED', 'HALTED')), -- absent if only bindings are known
    participants     TEXT    NOT NULL, -- names separated by blanks; read and written only as a whole
    bindings         TEXT    NOT NULL, -- name and instance, name and instance, separated by blanks
    message_count    INTEGER NOT NULL,
    max_messages     INTEGER NOT NULL,
    started_at       INTEGER NOT NULL,
    last_activity_at INTEGER NOT NULL,
    reason           TEXT
) STRICT, WITHOUT ROWID;

CREATE INDEX conversation_open ON conversation (last_activity_at) WHERE state = 'OPEN';
CREATE INDEX conversation_ended ON conversation (last_activity_at) WHERE state <> 'OPEN';

CREATE TABLE agent (
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
    webhook          TEXT    CHECK (webhook IS NULL OR json_valid(webhook)), -- the URL and the secrets that sign
    CHECK ((mode = 'WEBHOOK') = (webhook IS NOT NULL))
) STRICT;

-- The highest position that may have been given to a message; more are reserved than used.
CREATE TABLE counter (
    name  TEXT    NOT NULL PRIMARY KEY,
    value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

INSERT INTO counter (name, value) VALUES ('position', 0);
