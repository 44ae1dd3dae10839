-- A run and an event are named within their organisation: one log may be imported into any of them.

-- RedefineTables
PRAGMA defer_foreign_keys=ON;
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_image_pairs" (
    "event_id" TEXT NOT NULL,
    "org_id" TEXT NOT NULL,
    "agent_id" TEXT,
    "seq" INTEGER NOT NULL,
    "left_run" TEXT NOT NULL,
    "right_run" TEXT NOT NULL,
    "class" TEXT,
    "input_blake3" TEXT,
    "rater_id" TEXT NOT NULL,
    "verdict" TEXT NOT NULL,
    "shown_left" TEXT NOT NULL,
    "ms" INTEGER NOT NULL,
    "confirmation_id" TEXT,
    "is_warm_up" BOOLEAN NOT NULL DEFAULT false,
    "is_gold" BOOLEAN NOT NULL DEFAULT false,
    "is_repeat" BOOLEAN NOT NULL DEFAULT false,
    "view_id" TEXT,
    "revoked_by" TEXT,
    "session_id" TEXT,
    "ts_unix_ms" BIGINT NOT NULL,
    "received_at" DATETIME NOT NULL,

    PRIMARY KEY ("event_id", "org_id")
);
INSERT INTO "new_image_pairs" ("agent_id", "class", "confirmation_id", "event_id", "input_blake3", "is_gold", "is_repeat", "is_warm_up", "left_run", "ms", "org_id", "rater_id", "received_at", "revoked_by", "right_run", "seq", "session_id", "shown_left", "ts_unix_ms", "verdict", "view_id") SELECT "agent_id", "class", "confirmation_id", "event_id", "input_blake3", "is_gold", "is_repeat", "is_warm_up", "left_run", "ms", "org_id", "rater_id", "received_at", "revoked_by", "right_run", "seq", "session_id", "shown_left", "ts_unix_ms", "verdict", "view_id" FROM "image_pairs";
DROP TABLE "image_pairs";
ALTER TABLE "new_image_pairs" RENAME TO "image_pairs";
CREATE INDEX "image_pair_by_class" ON "image_pairs"("org_id", "class", "seq");
CREATE INDEX "image_pair_by_rater" ON "image_pairs"("org_id", "rater_id", "seq");
CREATE INDEX "image_pair_by_confirmation" ON "image_pairs"("org_id", "confirmation_id");
CREATE TABLE "new_image_ratings" (
    "event_id" TEXT NOT NULL,
    "org_id" TEXT NOT NULL,
    "agent_id" TEXT,
    "seq" INTEGER NOT NULL,
    "run_id" TEXT,
    "input_blake3" TEXT NOT NULL,
    "output_blake3" TEXT,
    "class" TEXT,
    "rater_id" TEXT NOT NULL,
    "score" INTEGER NOT NULL,
    "notes" TEXT,
    "is_blind" BOOLEAN NOT NULL,
    "is_warm_up" BOOLEAN NOT NULL DEFAULT false,
    "is_repeat" BOOLEAN NOT NULL DEFAULT false,
    "join" TEXT NOT NULL,
    "view_json" TEXT,
    "replaces" TEXT,
    "revoked_by" TEXT,
    "session_id" TEXT,
    "ts_unix_ms" BIGINT NOT NULL,
    "received_at" DATETIME NOT NULL,

    PRIMARY KEY ("event_id", "org_id")
);
INSERT INTO "new_image_ratings" ("agent_id", "class", "event_id", "input_blake3", "is_blind", "is_repeat", "is_warm_up", "join", "notes", "org_id", "output_blake3", "rater_id", "received_at", "replaces", "revoked_by", "run_id", "score", "seq", "session_id", "ts_unix_ms", "view_json") SELECT "agent_id", "class", "event_id", "input_blake3", "is_blind", "is_repeat", "is_warm_up", "join", "notes", "org_id", "output_blake3", "rater_id", "received_at", "replaces", "revoked_by", "run_id", "score", "seq", "session_id", "ts_unix_ms", "view_json" FROM "image_ratings";
DROP TABLE "image_ratings";
ALTER TABLE "new_image_ratings" RENAME TO "image_ratings";
CREATE INDEX "image_rating_by_run" ON "image_ratings"("org_id", "run_id", "rater_id");
CREATE INDEX "image_rating_by_class" ON "image_ratings"("org_id", "class", "seq");
CREATE INDEX "image_rating_by_rater" ON "image_ratings"("org_id", "rater_id", "seq");
CREATE INDEX "image_rating_by_input" ON "image_ratings"("org_id", "input_blake3");
CREATE TABLE "new_image_runs" (
    "id" TEXT NOT NULL,
    "org_id" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "agent_id" TEXT,
    "job_id" TEXT,
    "origin" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "input_blake3" TEXT NOT NULL,
    "class" TEXT NOT NULL,
    "class_by" TEXT,
    "recipe_sha" TEXT NOT NULL,
    "is_sha_mismatch" BOOLEAN NOT NULL DEFAULT false,
    "is_class_corrected" BOOLEAN NOT NULL DEFAULT false,
    "is_preview" BOOLEAN NOT NULL,
    "work_long_side" INTEGER,
    "batch_id" TEXT,
    "pair_id" TEXT,
    "replay_of" TEXT,
    "engine_json" TEXT,
    "args_json" TEXT,
    "output_blake3" TEXT,
    "output_pixels_blake3" TEXT,
    "output_bytes" INTEGER,
    "output_width" INTEGER,
    "output_height" INTEGER,
    "output_format" TEXT,
    "before_blake3" TEXT,
    "thumb_blake3" TEXT,
    "not_rateable" TEXT,
    "duration_ms" INTEGER,
    "error_reason" TEXT,
    "error_detail" TEXT,
    "record_json" TEXT,
    "distance_json" TEXT,
    "warnings_json" TEXT,
    "seq" INTEGER,
    "ts_unix_ms" BIGINT,
    "requested_by" TEXT,
    "requested_at" DATETIME NOT NULL,
    "ended_at" DATETIME,
    "received_at" DATETIME,

    PRIMARY KEY ("id", "org_id")
);
INSERT INTO "new_image_runs" ("agent_id", "args_json", "batch_id", "before_blake3", "class", "class_by", "distance_json", "duration_ms", "ended_at", "engine_json", "error_detail", "error_reason", "id", "input_blake3", "is_class_corrected", "is_preview", "is_sha_mismatch", "job_id", "not_rateable", "number", "org_id", "origin", "output_blake3", "output_bytes", "output_format", "output_height", "output_pixels_blake3", "output_width", "pair_id", "received_at", "recipe_sha", "record_json", "replay_of", "requested_at", "requested_by", "seq", "state", "thumb_blake3", "ts_unix_ms", "warnings_json", "work_long_side") SELECT "agent_id", "args_json", "batch_id", "before_blake3", "class", "class_by", "distance_json", "duration_ms", "ended_at", "engine_json", "error_detail", "error_reason", "id", "input_blake3", "is_class_corrected", "is_preview", "is_sha_mismatch", "job_id", "not_rateable", "number", "org_id", "origin", "output_blake3", "output_bytes", "output_format", "output_height", "output_pixels_blake3", "output_width", "pair_id", "received_at", "recipe_sha", "record_json", "replay_of", "requested_at", "requested_by", "seq", "state", "thumb_blake3", "ts_unix_ms", "warnings_json", "work_long_side" FROM "image_runs";
DROP TABLE "image_runs";
ALTER TABLE "new_image_runs" RENAME TO "image_runs";
CREATE INDEX "image_run_by_identity" ON "image_runs"("org_id", "input_blake3", "recipe_sha");
CREATE INDEX "image_run_by_class" ON "image_runs"("org_id", "class", "state", "seq");
CREATE INDEX "image_run_by_pair" ON "image_runs"("org_id", "pair_id");
CREATE INDEX "image_run_by_batch" ON "image_runs"("org_id", "batch_id");
CREATE INDEX "image_run_by_output" ON "image_runs"("org_id", "output_blake3");
CREATE INDEX "image_run_by_job" ON "image_runs"("org_id", "job_id");
CREATE INDEX "image_run_by_before" ON "image_runs"("before_blake3");
CREATE INDEX "image_run_by_thumb" ON "image_runs"("thumb_blake3");
CREATE UNIQUE INDEX "image_run_by_number" ON "image_runs"("org_id", "number");
PRAGMA foreign_keys=ON;
PRAGMA defer_foreign_keys=OFF;

-- By hand: a redefined table loses its triggers.

CREATE TRIGGER "image_ratings_no_delete" BEFORE DELETE ON "image_ratings"
BEGIN
    SELECT RAISE(ABORT, 'image_ratings are never deleted');
END;

CREATE TRIGGER "image_pairs_no_delete" BEFORE DELETE ON "image_pairs"
BEGIN
    SELECT RAISE(ABORT, 'image_pairs are never deleted');
END;
