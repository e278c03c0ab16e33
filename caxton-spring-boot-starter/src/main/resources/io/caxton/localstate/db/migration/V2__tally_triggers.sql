-- Names and instances come and go: a counter that falls to zero leaves.
CREATE TRIGGER tally_zero AFTER UPDATE OF value ON tally
WHEN NEW.value = 0 AND NEW.kind IN ('depth', 'backlog', 'leased')
BEGIN
    DELETE FROM tally WHERE kind = NEW.kind AND name = NEW.name;
END;

-- A delivery counts for its name, its state and its holder while it is unfinished.
CREATE TRIGGER delivery_added AFTER INSERT ON delivery
WHEN NEW.state IN ('QUEUED', 'LEASED')
BEGIN
    UPDATE tally SET value = value + 1 WHERE kind = 'state' AND name = NEW.state;
    INSERT INTO tally (kind, name, value) VALUES ('depth', NEW.agent_name, 1)
        ON CONFLICT (kind, name) DO UPDATE SET value = value + 1;
    INSERT INTO tally (kind, name, value) SELECT 'backlog', NEW.agent_id, 1 WHERE NEW.agent_id IS NOT NULL
        ON CONFLICT (kind, name) DO UPDATE SET value = value + 1;
    INSERT INTO tally (kind, name, value)
        SELECT 'leased', NEW.agent_id, 1 WHERE NEW.agent_id IS NOT NULL AND NEW.state = 'LEASED'
        ON CONFLICT (kind, name) DO UPDATE SET value = value + 1;
END;

CREATE TRIGGER delivery_removed AFTER DELETE ON delivery
WHEN OLD.state IN ('QUEUED', 'LEASED')
BEGIN
    UPDATE tally SET value = value - 1 WHERE kind = 'state' AND name = OLD.state;
    UPDATE tally SET value = value - 1 WHERE kind = 'depth' AND name = OLD.agent_name;
    UPDATE tally SET value = value - 1 WHERE kind = 'backlog' AND name = OLD.agent_id;
    UPDATE tally SET value = value - 1 WHERE kind = 'leased' AND name = OLD.agent_id AND OLD.state = 'LEASED';
END;

CREATE TRIGGER delivery_state_changed AFTER UPDATE OF state ON delivery
WHEN OLD.state <> NEW.state
BEGIN
    UPDATE tally SET value = value - 1 WHERE kind = 'state' AND name = OLD.state AND OLD.state IN ('QUEUED', 'LEASED');
    UPDATE tally SET value = value + 1 WHERE kind = 'state' AND name = NEW.state AND NEW.state IN ('QUEUED', 'LEASED');
END;

CREATE TRIGGER delivery_ended AFTER UPDATE OF state ON delivery
WHEN OLD.state IN ('QUEUED', 'LEASED') AND NEW.state NOT IN ('QUEUED', 'LEASED')
BEGIN
    UPDATE tally SET value = value - 1 WHERE kind = 'depth' AND name = OLD.agent_name;
END;

CREATE TRIGGER delivery_revived AFTER UPDATE OF state ON delivery
WHEN OLD.state NOT IN ('QUEUED', 'LEASED') AND NEW.state IN ('QUEUED', 'LEASED')
BEGIN
    INSERT INTO tally (kind, name, value) VALUES ('depth', NEW.agent_name, 1)
        ON CONFLICT (kind, name) DO UPDATE SET value = value + 1;
END;

CREATE TRIGGER delivery_holder_changed AFTER UPDATE OF state, agent_id ON delivery
WHEN iif(OLD.state IN ('QUEUED', 'LEASED'), OLD.agent_id, NULL)
    IS NOT iif(NEW.state IN ('QUEUED', 'LEASED'), NEW.agent_id, NULL)
BEGIN
    UPDATE tally SET value = value - 1
        WHERE kind = 'backlog' AND name = OLD.agent_id AND OLD.state IN ('QUEUED', 'LEASED');
    INSERT INTO tally (kind, name, value)
        SELECT 'backlog', NEW.agent_id, 1 WHERE NEW.agent_id IS NOT NULL AND NEW.state IN ('QUEUED', 'LEASED')
        ON CONFLICT (kind, name) DO UPDATE SET value = value + 1;
END;

CREATE TRIGGER delivery_lessee_changed AFTER UPDATE OF state, agent_id ON delivery
WHEN iif(OLD.state = 'LEASED', OLD.agent_id, NULL) IS NOT iif(NEW.state = 'LEASED', NEW.agent_id, NULL)
BEGIN
    UPDATE tally SET value = value - 1 WHERE kind = 'leased' AND name = OLD.agent_id AND OLD.state = 'LEASED';
    INSERT INTO tally (kind, name, value)
        SELECT 'leased', NEW.agent_id, 1 WHERE NEW.agent_id IS NOT NULL AND NEW.state = 'LEASED'
        ON CONFLICT (kind, name) DO UPDATE SET value = value + 1;
END;

-- Dead letters count, in all and for their message, until dismissed.
CREATE TRIGGER dead_letter_added AFTER INSERT ON delivery
WHEN NEW.state = 'DEAD' AND NEW.dismissed = 0
BEGIN
    UPDATE tally SET value = value + 1 WHERE kind = 'state' AND name = 'DEAD';
    UPDATE message SET dead_letters = dead_letters + 1 WHERE message_id = NEW.message_id;
END;

CREATE TRIGGER dead_letter_removed AFTER DELETE ON delivery
WHEN OLD.state = 'DEAD' AND OLD.dismissed = 0
BEGIN
    UPDATE tally SET value = value - 1 WHERE kind = 'state' AND name = 'DEAD';
    UPDATE message SET dead_letters = dead_letters - 1 WHERE message_id = OLD.message_id;
END;

CREATE TRIGGER dead_letter_changed AFTER UPDATE OF state, dismissed ON delivery
WHEN (OLD.state = 'DEAD' AND OLD.dismissed = 0) <> (NEW.state = 'DEAD' AND NEW.dismissed = 0)
BEGIN
    UPDATE tally SET value = value + iif(NEW.state = 'DEAD' AND NEW.dismissed = 0, 1, -1)
        WHERE kind = 'state' AND name = 'DEAD';
    UPDATE message SET dead_letters = dead_letters + iif(NEW.state = 'DEAD' AND NEW.dismissed = 0, 1, -1)
        WHERE message_id = NEW.message_id;
END;

-- Finished messages count with their size while they are kept, but for dead letters, which size does not prune.
CREATE TRIGGER message_finished_changed AFTER UPDATE OF finished_at, dead_letters ON message
WHEN (OLD.finished_at IS NOT NULL AND OLD.dead_letters = 0) <> (NEW.finished_at IS NOT NULL AND NEW.dead_letters = 0)
BEGIN
    UPDATE tally SET value = value + iif(NEW.finished_at IS NOT NULL AND NEW.dead_letters = 0, NEW.size_bytes, -OLD.size_bytes)
        WHERE kind = 'total' AND name = 'finished_bytes';
END;

CREATE TRIGGER message_removed AFTER DELETE ON message
BEGIN
    UPDATE tally SET value = value - OLD.size_bytes
        WHERE kind = 'total' AND name = 'finished_bytes' AND OLD.finished_at IS NOT NULL
        AND OLD.dead_letters = 0;
    DELETE FROM envelope WHERE position = OLD.position;
    DELETE FROM delivery WHERE message_id = OLD.message_id;
    DELETE FROM receipt WHERE message_id = OLD.message_id;
END;
