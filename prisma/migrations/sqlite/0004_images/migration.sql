-- CreateTable
CREATE TABLE "image_blobs" (
    "org_id" TEXT NOT NULL,
    "blake3" TEXT NOT NULL,
    "bytes" INTEGER NOT NULL,
    "format" TEXT,
    "width" INTEGER,
    "height" INTEGER,
    "source" TEXT NOT NULL,
    "agent_id" TEXT,
    "received_at" DATETIME NOT NULL,

    PRIMARY KEY ("org_id", "blake3")
);

-- CreateTable
CREATE TABLE "image_inputs" (
    "org_id" TEXT NOT NULL,
    "blake3" TEXT NOT NULL,
    "agent_id" TEXT,
    "origin" TEXT NOT NULL,
    "name" TEXT,
    "bytes" INTEGER,
    "format" TEXT,
    "width" INTEGER,
    "height" INTEGER,
    "class" TEXT,
    "class_by" TEXT,
    "confidence" REAL,
    "traits_json" TEXT NOT NULL DEFAULT '[]',
    "rule" TEXT,
    "classification_json" TEXT,
    "classifier_version" TEXT,
    "classified_at" DATETIME,
    "thumb_blake3" TEXT,
    "problem" TEXT,
    "is_unusable" BOOLEAN NOT NULL DEFAULT false,
    "added_by" TEXT,
    "received_at" DATETIME NOT NULL,

    PRIMARY KEY ("org_id", "blake3")
);

-- CreateTable
CREATE TABLE "image_classes" (
    "org_id" TEXT NOT NULL,
    "label" TEXT NOT NULL,
    "definition" TEXT NOT NULL,
    "parent" TEXT,
    "origin" TEXT NOT NULL,
    "live_sha" TEXT,
    "created_by" TEXT NOT NULL,
    "created_at" DATETIME NOT NULL,

    PRIMARY KEY ("org_id", "label")
);

-- CreateTable
CREATE TABLE "image_recipes" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "org_id" TEXT NOT NULL,
    "class" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "recipe_sha" TEXT NOT NULL,
    "toml" TEXT NOT NULL,
    "parent_sha" TEXT,
    "origin" TEXT NOT NULL,
    "created_by" TEXT NOT NULL,
    "created_at" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "image_recipe_moves" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "org_id" TEXT NOT NULL,
    "class" TEXT NOT NULL,
    "seq" INTEGER NOT NULL,
    "from_sha" TEXT,
    "to_sha" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "proposal_id" TEXT,
    "is_forced" BOOLEAN NOT NULL DEFAULT false,
    "reason" TEXT,
    "moved_by" TEXT NOT NULL,
    "at" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "image_batches" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "org_id" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "class" TEXT,
    "is_preview" BOOLEAN NOT NULL,
    "plan_json" TEXT NOT NULL,
    "input_count" INTEGER NOT NULL,
    "request_key" TEXT NOT NULL,
    "requested_by" TEXT NOT NULL,
    "actor" TEXT NOT NULL,
    "requested_at" DATETIME NOT NULL,
    "cancelled_at" DATETIME,
    "ended_at" DATETIME
);

-- CreateTable
CREATE TABLE "image_batch_items" (
    "batch_id" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "org_id" TEXT NOT NULL,
    "input_blake3" TEXT NOT NULL,
    "step" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "job_id" TEXT,
    "run_id" TEXT,
    "class" TEXT,
    "class_by" TEXT,
    "recipe_sha" TEXT,
    "pair_id" TEXT,
    "is_reused" BOOLEAN NOT NULL DEFAULT false,
    "reason" TEXT,

    PRIMARY KEY ("batch_id", "position")
);

-- CreateTable
CREATE TABLE "image_runs" (
    "id" TEXT NOT NULL PRIMARY KEY,
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
    "seq" INTEGER,
    "ts_unix_ms" BIGINT,
    "requested_by" TEXT,
    "requested_at" DATETIME NOT NULL,
    "ended_at" DATETIME,
    "received_at" DATETIME
);

-- CreateTable
CREATE TABLE "image_events" (
    "org_id" TEXT NOT NULL,
    "seq" INTEGER NOT NULL,
    "agent_id" TEXT,
    "identity" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "v" INTEGER,
    "ts_unix_ms" BIGINT NOT NULL,
    "event_id" TEXT,
    "run_id" TEXT,
    "pair_id" TEXT,
    "input_blake3" TEXT,
    "class" TEXT,
    "rater_id" TEXT,
    "origin" TEXT NOT NULL,
    "import_id" TEXT,
    "line" BLOB NOT NULL,
    "received_at" DATETIME NOT NULL,

    PRIMARY KEY ("org_id", "seq")
);

-- CreateTable
CREATE TABLE "image_ratings" (
    "event_id" TEXT NOT NULL PRIMARY KEY,
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
    "received_at" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "image_pairs" (
    "event_id" TEXT NOT NULL PRIMARY KEY,
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
    "revoked_by" TEXT,
    "session_id" TEXT,
    "ts_unix_ms" BIGINT NOT NULL,
    "received_at" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "image_views" (
    "token_sha256" TEXT NOT NULL PRIMARY KEY,
    "org_id" TEXT NOT NULL,
    "view_id" TEXT NOT NULL,
    "auth_session_id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "session_id" TEXT,
    "run_id" TEXT,
    "pair_id" TEXT,
    "confirmation_id" TEXT,
    "side" TEXT NOT NULL,
    "blake3" TEXT NOT NULL,
    "media_type" TEXT NOT NULL,
    "is_blind" BOOLEAN NOT NULL,
    "created_at" DATETIME NOT NULL,
    "expires_at" DATETIME NOT NULL,
    "answered_at" DATETIME
);

-- CreateTable
CREATE TABLE "image_rating_sessions" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "org_id" TEXT NOT NULL,
    "rater_id" TEXT NOT NULL,
    "mode" TEXT NOT NULL,
    "is_blind" BOOLEAN NOT NULL,
    "class" TEXT,
    "confirmation_id" TEXT,
    "filter_json" TEXT,
    "seed" BIGINT NOT NULL,
    "draws" INTEGER NOT NULL DEFAULT 0,
    "answers" INTEGER NOT NULL DEFAULT 0,
    "error_at_start" REAL,
    "started_at" DATETIME NOT NULL,
    "last_answer_at" DATETIME,
    "ended_at" DATETIME
);

-- CreateTable
CREATE TABLE "image_proposals" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "org_id" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "class" TEXT NOT NULL,
    "origin" TEXT NOT NULL,
    "method" TEXT,
    "seed" BIGINT,
    "base_sha" TEXT NOT NULL,
    "recipe_sha" TEXT NOT NULL,
    "toml" TEXT NOT NULL,
    "verdict" TEXT,
    "delta" REAL,
    "gain" REAL,
    "gain_lower" REAL,
    "gain_upper" REAL,
    "result_json" TEXT NOT NULL,
    "evidence_blake3" TEXT,
    "inputs_json" TEXT NOT NULL DEFAULT '[]',
    "state" TEXT NOT NULL,
    "is_forced" BOOLEAN NOT NULL DEFAULT false,
    "reason" TEXT,
    "comment" TEXT,
    "requested_by" TEXT NOT NULL,
    "requested_at" DATETIME NOT NULL,
    "decided_by" TEXT,
    "decided_at" DATETIME
);

-- CreateTable
CREATE TABLE "image_confirmations" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "org_id" TEXT NOT NULL,
    "proposal_id" TEXT NOT NULL,
    "class" TEXT NOT NULL,
    "base_sha" TEXT NOT NULL,
    "recipe_sha" TEXT NOT NULL,
    "planned" INTEGER NOT NULL,
    "seed" BIGINT NOT NULL,
    "state" TEXT NOT NULL,
    "batch_id" TEXT,
    "result_json" TEXT,
    "requested_by" TEXT NOT NULL,
    "requested_at" DATETIME NOT NULL,
    "ended_at" DATETIME
);

-- CreateTable
CREATE TABLE "image_confirmation_items" (
    "confirmation_id" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "org_id" TEXT NOT NULL,
    "input_blake3" TEXT NOT NULL,
    "pair_id" TEXT NOT NULL,
    "live_run" TEXT,
    "candidate_run" TEXT,
    "is_replaced" BOOLEAN NOT NULL DEFAULT false,

    PRIMARY KEY ("confirmation_id", "position")
);

-- CreateTable
CREATE TABLE "image_imports" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "org_id" TEXT NOT NULL,
    "imported_by" TEXT NOT NULL,
    "at" DATETIME NOT NULL,
    "bytes" INTEGER NOT NULL DEFAULT 0,
    "report_json" TEXT,
    "ended_at" DATETIME
);

-- CreateIndex
CREATE INDEX "image_blob_by_received" ON "image_blobs"("org_id", "received_at");

-- CreateIndex
CREATE INDEX "image_input_by_class" ON "image_inputs"("org_id", "class", "received_at");

-- CreateIndex
CREATE INDEX "image_input_by_received" ON "image_inputs"("org_id", "received_at");

-- CreateIndex
CREATE INDEX "image_recipe_by_sha" ON "image_recipes"("org_id", "class", "recipe_sha");

-- CreateIndex
CREATE UNIQUE INDEX "image_recipe_by_version" ON "image_recipes"("org_id", "class", "version");

-- CreateIndex
CREATE UNIQUE INDEX "image_recipe_move_by_class" ON "image_recipe_moves"("org_id", "class", "seq");

-- CreateIndex
CREATE INDEX "image_batch_by_requested" ON "image_batches"("org_id", "requested_at");

-- CreateIndex
CREATE UNIQUE INDEX "image_batch_by_request_key" ON "image_batches"("org_id", "request_key");

-- CreateIndex
CREATE UNIQUE INDEX "image_batch_by_number" ON "image_batches"("org_id", "number");

-- CreateIndex
CREATE INDEX "image_batch_item_by_job" ON "image_batch_items"("org_id", "job_id");

-- CreateIndex
CREATE INDEX "image_batch_item_by_input" ON "image_batch_items"("org_id", "input_blake3");

-- CreateIndex
CREATE INDEX "image_run_by_identity" ON "image_runs"("org_id", "input_blake3", "recipe_sha");

-- CreateIndex
CREATE INDEX "image_run_by_class" ON "image_runs"("org_id", "class", "state", "seq");

-- CreateIndex
CREATE INDEX "image_run_by_pair" ON "image_runs"("org_id", "pair_id");

-- CreateIndex
CREATE INDEX "image_run_by_batch" ON "image_runs"("org_id", "batch_id");

-- CreateIndex
CREATE INDEX "image_run_by_output" ON "image_runs"("org_id", "output_blake3");

-- CreateIndex
CREATE UNIQUE INDEX "image_run_by_number" ON "image_runs"("org_id", "number");

-- CreateIndex
CREATE INDEX "image_event_by_kind" ON "image_events"("org_id", "kind", "seq");

-- CreateIndex
CREATE INDEX "image_event_by_rater" ON "image_events"("org_id", "rater_id", "seq");

-- CreateIndex
CREATE INDEX "image_event_by_run" ON "image_events"("org_id", "run_id", "seq");

-- CreateIndex
CREATE UNIQUE INDEX "image_event_by_identity" ON "image_events"("org_id", "identity");

-- CreateIndex
CREATE INDEX "image_rating_by_run" ON "image_ratings"("org_id", "run_id", "rater_id");

-- CreateIndex
CREATE INDEX "image_rating_by_class" ON "image_ratings"("org_id", "class", "seq");

-- CreateIndex
CREATE INDEX "image_rating_by_rater" ON "image_ratings"("org_id", "rater_id", "seq");

-- CreateIndex
CREATE INDEX "image_rating_by_input" ON "image_ratings"("org_id", "input_blake3");

-- CreateIndex
CREATE INDEX "image_pair_by_class" ON "image_pairs"("org_id", "class", "seq");

-- CreateIndex
CREATE INDEX "image_pair_by_rater" ON "image_pairs"("org_id", "rater_id", "seq");

-- CreateIndex
CREATE INDEX "image_pair_by_confirmation" ON "image_pairs"("org_id", "confirmation_id");

-- CreateIndex
CREATE INDEX "image_view_by_view" ON "image_views"("org_id", "view_id");

-- CreateIndex
CREATE INDEX "image_view_by_expiry" ON "image_views"("expires_at");

-- CreateIndex
CREATE INDEX "image_rating_session_by_rater" ON "image_rating_sessions"("org_id", "rater_id", "started_at");

-- CreateIndex
CREATE INDEX "image_proposal_by_class" ON "image_proposals"("org_id", "class", "requested_at");

-- CreateIndex
CREATE INDEX "image_proposal_by_state" ON "image_proposals"("org_id", "state", "requested_at");

-- CreateIndex
CREATE UNIQUE INDEX "image_proposal_by_number" ON "image_proposals"("org_id", "number");

-- CreateIndex
CREATE INDEX "image_confirmation_by_proposal" ON "image_confirmations"("org_id", "proposal_id");

-- CreateIndex
CREATE INDEX "image_confirmation_by_state" ON "image_confirmations"("org_id", "state");

-- CreateIndex
CREATE INDEX "image_confirmation_item_by_pair" ON "image_confirmation_items"("org_id", "pair_id");

-- CreateIndex
CREATE INDEX "image_import_by_at" ON "image_imports"("org_id", "at");

-- By hand, IM37 and design: a record, a recipe text and a move of a live pointer are written once.

CREATE TRIGGER "image_events_no_update" BEFORE UPDATE ON "image_events"
BEGIN
    SELECT RAISE(ABORT, 'image_events are append-only');
END;

CREATE TRIGGER "image_events_no_delete" BEFORE DELETE ON "image_events"
BEGIN
    SELECT RAISE(ABORT, 'image_events are append-only');
END;

CREATE TRIGGER "image_recipes_no_update" BEFORE UPDATE ON "image_recipes"
BEGIN
    SELECT RAISE(ABORT, 'image_recipes are append-only');
END;

CREATE TRIGGER "image_recipes_no_delete" BEFORE DELETE ON "image_recipes"
BEGIN
    SELECT RAISE(ABORT, 'image_recipes are append-only');
END;

CREATE TRIGGER "image_recipe_moves_no_update" BEFORE UPDATE ON "image_recipe_moves"
BEGIN
    SELECT RAISE(ABORT, 'image_recipe_moves are append-only');
END;

CREATE TRIGGER "image_recipe_moves_no_delete" BEFORE DELETE ON "image_recipe_moves"
BEGIN
    SELECT RAISE(ABORT, 'image_recipe_moves are append-only');
END;

CREATE TRIGGER "image_ratings_no_delete" BEFORE DELETE ON "image_ratings"
BEGIN
    SELECT RAISE(ABORT, 'image_ratings are never deleted');
END;

CREATE TRIGGER "image_pairs_no_delete" BEFORE DELETE ON "image_pairs"
BEGIN
    SELECT RAISE(ABORT, 'image_pairs are never deleted');
END;
