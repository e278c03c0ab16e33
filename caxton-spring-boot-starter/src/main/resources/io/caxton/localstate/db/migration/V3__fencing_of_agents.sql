-- Of several nodes that have an instance of one id, the one with the highest number has it.
ALTER TABLE agent ADD COLUMN fence INTEGER NOT NULL DEFAULT 1;
