-- Instants are nanoseconds since 1970-01-01T00:00:00Z. There are no foreign keys: the delivery engine writes related
-- rows in one transaction, and a violation would fail a whole batch of unrelated works at its commit.

-- One row per message; its JSON lives apart so that finishing a message does not rewrite its content.
CREATE TABLE message (
    position        INTEGER PRIMARY KEY,
    message_id      TEXT    NOT NULL,
    conversation_id TEXT    NOT NULL,
    in_reply_to     TEXT,
    accepted_at     INTEGER NOT NULL,
    size_bytes      INTEGER NOT NULL,
    fingerprint     TEXT    NOT NULL,
    finished_at     INTEGER,
    dead_letters    INTEGER NOT NULL DEFAULT 0 -- deliveries that are dead and not dismissed; kept by triggers
) STRICT;

CREATE UNIQUE INDEX message_by_id ON message (message_id);
CREATE INDEX message_by_conversation ON message (conversation_id, position);
CREATE INDEX message_by_reply ON message (conversation_id, in_reply_to, position) WHERE in_reply_to IS NOT NULL;
CREATE INDEX message_finished ON message (finished_at, position) WHERE finished_at IS NOT NULL AND dead_letters = 0;
CREATE INDEX message_finished_dead ON message (finished_at, position)
    WHERE finished_at IS NOT NULL AND dead_letters > 0;

CREATE TABLE envelope (
    position INTEGER PRIMARY KEY,
    crc      INTEGER NOT NULL, -- CRC-32C of the JSON's UTF-8 bytes: SQLite itself does not checksum content
    json     TEXT    NOT NULL
) STRICT;

CREATE TABLE delivery (
    id               INTEGER PRIMARY KEY,
    message_id       TEXT    NOT NULL,
    agent_name       TEXT    NOT NULL,
    agent_id         TEXT,
    conversation_id  TEXT    NOT NULL,
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
    dismissed        INTEGER NOT NULL CHECK (dismissed IN (0, 1))
) STRICT;

CREATE UNIQUE INDEX delivery_by_message ON delivery (message_id, agent_name);
CREATE INDEX delivery_lane ON delivery (agent_name, conversation_id, position) WHERE state IN ('QUEUED', 'LEASED');
CREATE INDEX delivery_held ON delivery (agent_name, agent_id, conversation_id) WHERE state IN ('QUEUED', 'LEASED');
CREATE INDEX delivery_ready ON delivery (agent_id, priority DESC, position, available_at)
    WHERE state = 'QUEUED' AND head = 1;
CREATE INDEX delivery_next ON delivery (agent_id, available_at) WHERE state = 'QUEUED' AND head = 1;
CREATE INDEX delivery_deadline ON delivery (expires_at, position) WHERE state = 'QUEUED';
CREATE INDEX delivery_lease_end ON delivery (lease_expires_at, position) WHERE state = 'LEASED';
CREATE INDEX delivery_leased_to ON delivery (agent_id, position) WHERE state = 'LEASED';
CREATE INDEX delivery_dead ON delivery (position) WHERE state = 'DEAD' AND dismissed = 0;
CREATE INDEX delivery_dead_of_agent ON delivery (agent_name, position) WHERE state = 'DEAD' AND dismissed = 0;

CREATE TABLE receipt (
    message_id TEXT    NOT NULL,
    seq        INTEGER NOT NULL,
    status     TEXT    NOT NULL
        CHECK (status IN ('QUEUED', 'FORWARDED', 'DELIVERED', 'HANDLED', 'REFUSED', 'EXPIRED', 'DEAD')),
    at         INTEGER NOT NULL,
    node_id    TEXT    NOT NULL,
    agent_name TEXT,
    agent_id   TEXT,
    reason     TEXT,
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
    id               INTEGER PRIMARY KEY,
    conversation_id  TEXT    NOT NULL,
    state            TEXT    NOT NULL CHECK (state IN ('OPEN', 'CLOSED', 'EXPIRED', 'HALTED')),
    participants     TEXT    NOT NULL, -- names separated by blanks; read and written only as a whole
    message_count    INTEGER NOT NULL,
    max_messages     INTEGER NOT NULL,
    started_at       INTEGER NOT NULL,
    last_activity_at INTEGER NOT NULL,
    reason           TEXT
) STRICT;

CREATE UNIQUE INDEX conversation_by_id ON conversation (conversation_id);
CREATE INDEX conversation_open ON conversation (last_activity_at, id) WHERE state = 'OPEN';
CREATE INDEX conversation_ended ON conversation (last_activity_at, id) WHERE state <> 'OPEN';

CREATE TABLE conversation_binding (
    conversation_id TEXT NOT NULL,
    agent_name      TEXT NOT NULL,
    agent_id        TEXT NOT NULL,
    PRIMARY KEY (conversation_id, agent_name)
) STRICT, WITHOUT ROWID;

CREATE TABLE agent (
    agent_id         TEXT    PRIMARY KEY,
    name             TEXT    NOT NULL,
    node_id          TEXT    NOT NULL,
    capabilities     TEXT    NOT NULL CHECK (json_valid(capabilities)),
    mode             TEXT    NOT NULL CHECK (mode IN ('PULL', 'IN_PROCESS')),
    lease            TEXT    NOT NULL, -- ISO 8601 duration
    max_in_flight    INTEGER NOT NULL,
    status           TEXT    NOT NULL CHECK (status IN ('READY', 'BUSY', 'DRAINING', 'LOST')),
    load             REAL    NOT NULL,
    metadata         TEXT    NOT NULL CHECK (json_valid(metadata)),
    registered_at    INTEGER NOT NULL,
    lease_expires_at INTEGER NOT NULL
) STRICT;

-- What would otherwise be counted: ('depth', agent name), ('backlog' | 'leased', agent id), ('state', delivery state),
-- ('total', 'position' | 'finished_bytes'). Kept by the triggers below, except the position.
CREATE TABLE tally (
    kind  TEXT    NOT NULL,
    name  TEXT    NOT NULL,
    value INTEGER NOT NULL,
    PRIMARY KEY (kind, name)
) STRICT, WITHOUT ROWID;

INSERT INTO tally (kind, name, value)
VALUES ('total', 'position', 0), ('total', 'finished_bytes', 0),
       ('state', 'QUEUED', 0), ('state', 'LEASED', 0), ('state', 'DEAD', 0);
