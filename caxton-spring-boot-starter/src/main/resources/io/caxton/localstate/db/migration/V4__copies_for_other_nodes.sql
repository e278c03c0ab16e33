-- What tells this file from every other. A node whose disk was lost comes back with another one.
CREATE TABLE store (
    id TEXT NOT NULL PRIMARY KEY
) STRICT, WITHOUT ROWID;

INSERT INTO store (id) VALUES (lower(hex(randomblob(8))));

-- Messages of other nodes, kept in case their disk is lost. No agent and no count of messages sees them.
CREATE TABLE copy (
    id              INTEGER PRIMARY KEY,
    owner           TEXT    NOT NULL, -- the node that accepted it
    store           TEXT    NOT NULL, -- which of its files it was in
    message_id      TEXT    NOT NULL,
    position        INTEGER NOT NULL, -- there
    agent_names     TEXT    NOT NULL, -- who is still to handle it, separated by blanks
    expires_at      INTEGER NOT NULL,
    fingerprint     TEXT    NOT NULL,
    idempotency_key TEXT,
    bytes           INTEGER NOT NULL,
    crc             INTEGER NOT NULL,
    json            TEXT    NOT NULL, -- empty once adopted
    adopted         INTEGER NOT NULL CHECK (adopted IN (0, 1)) -- 1 if this node has made it its own
) STRICT;

CREATE UNIQUE INDEX copy_of_message ON copy (owner, message_id);
CREATE INDEX copy_waiting ON copy (owner, store, position) WHERE adopted = 0;
CREATE INDEX copy_by_age ON copy (expires_at);

-- How much is kept for each owner.
CREATE TABLE copy_usage (
    owner  TEXT    NOT NULL PRIMARY KEY,
    copies INTEGER NOT NULL,
    bytes  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TRIGGER copy_added AFTER INSERT ON copy BEGIN
    INSERT INTO copy_usage (owner, copies, bytes) VALUES (new.owner, 1, new.bytes)
        ON CONFLICT (owner) DO UPDATE SET copies = copies + 1, bytes = bytes + new.bytes;
END;

CREATE TRIGGER copy_removed AFTER DELETE ON copy BEGIN
    UPDATE copy_usage SET copies = copies - 1, bytes = bytes - old.bytes WHERE owner = old.owner;
    DELETE FROM copy_usage WHERE owner = old.owner AND copies = 0;
END;

CREATE TRIGGER copy_changed AFTER UPDATE OF bytes ON copy BEGIN
    UPDATE copy_usage SET bytes = bytes + new.bytes - old.bytes WHERE owner = old.owner;
END;
