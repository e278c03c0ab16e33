-- A delivery may be forwarded to another node, and then waits here for its outcome. SQLite cannot change a CHECK, so the
-- table is made anew.
CREATE TABLE delivery_v2 (
    message_id       TEXT    NOT NULL,
    agent_name       TEXT    NOT NULL,
    agent_id         TEXT,             -- an instance, or '@' and the node that it is forwarded to
    conversation_id  TEXT, -- absent if it is the message's own id
    position         INTEGER NOT NULL,
    priority         INTEGER NOT NULL CHECK (priority BETWEEN 0 AND 3), -- 0 low to 3 critical
    state            TEXT    NOT NULL
        CHECK (state IN ('QUEUED', 'LEASED', 'FORWARDED', 'HANDLED', 'REFUSED', 'EXPIRED', 'DEAD')),
    head             INTEGER NOT NULL CHECK (head IN (0, 1)),
    attempt          INTEGER NOT NULL,
    max_attempts     INTEGER NOT NULL,
    available_at     INTEGER NOT NULL,
    lease_expires_at INTEGER,
    expires_at       INTEGER NOT NULL,
    reason           TEXT,
    dismissed        INTEGER NOT NULL CHECK (dismissed IN (0, 1)),
    origins          TEXT,             -- the nodes that forwarded it here, separated by blanks; absent if it was accepted here
    life             INTEGER NOT NULL DEFAULT 0, -- how often it was redriven
    PRIMARY KEY (message_id, agent_name)
) STRICT, WITHOUT ROWID;

INSERT INTO delivery_v2 (message_id, agent_name, agent_id, conversation_id, position, priority, state, head, attempt,
        max_attempts, available_at, lease_expires_at, expires_at, reason, dismissed)
    SELECT message_id, agent_name, agent_id, conversation_id, position, priority, state, head, attempt,
        max_attempts, available_at, lease_expires_at, expires_at, reason, dismissed
    FROM delivery;

DROP TABLE delivery;
ALTER TABLE delivery_v2 RENAME TO delivery;

CREATE INDEX delivery_unfinished ON delivery (position) WHERE state IN ('QUEUED', 'LEASED', 'FORWARDED');
CREATE INDEX delivery_dead ON delivery (position) WHERE state = 'DEAD' AND dismissed = 0;
CREATE INDEX delivery_dead_of_agent ON delivery (agent_name, position) WHERE state = 'DEAD' AND dismissed = 0;

-- How deliveries ended that came from another node, until it has heard.
CREATE TABLE report (
    id         INTEGER PRIMARY KEY,
    node_id    TEXT    NOT NULL,
    message_id TEXT    NOT NULL,
    agent_name TEXT    NOT NULL,
    life       INTEGER NOT NULL,
    outcome    TEXT    NOT NULL CHECK (outcome IN ('HANDLED', 'REFUSED', 'EXPIRED', 'DEAD')),
    reason     TEXT,
    at         INTEGER NOT NULL
) STRICT;

CREATE UNIQUE INDEX report_of_delivery ON report (node_id, message_id, agent_name);
CREATE INDEX report_by_age ON report (at);
CREATE INDEX report_by_node ON report (node_id, id);
