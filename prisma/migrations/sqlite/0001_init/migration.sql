-- CreateTable
CREATE TABLE "organisation" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "name" TEXT NOT NULL,
    "created_at" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "user" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "org_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "email_verified" BOOLEAN NOT NULL DEFAULT false,
    "image" TEXT,
    "role" TEXT NOT NULL DEFAULT 'viewer',
    "is_disabled" BOOLEAN NOT NULL DEFAULT false,
    "created_at" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP
);

-- CreateTable
CREATE TABLE "session" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "token" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "expires_at" DATETIME NOT NULL,
    "ip_address" TEXT,
    "user_agent" TEXT,
    "password_at" DATETIME,
    "created_at" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "session_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "account" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "account_id" TEXT NOT NULL,
    "provider_id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "access_token" TEXT,
    "refresh_token" TEXT,
    "id_token" TEXT,
    "access_token_expires_at" DATETIME,
    "refresh_token_expires_at" DATETIME,
    "scope" TEXT,
    "password" TEXT,
    "created_at" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "account_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "verification" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "identifier" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "expires_at" DATETIME NOT NULL,
    "created_at" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP
);

-- CreateTable
CREATE TABLE "rate_limit" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "key" TEXT NOT NULL,
    "count" INTEGER NOT NULL,
    "last_request" BIGINT NOT NULL
);

-- CreateTable
CREATE TABLE "setup_link" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "token_hash" TEXT NOT NULL,
    "created_at" DATETIME NOT NULL,
    "expires_at" DATETIME NOT NULL,
    "used_at" DATETIME
);

-- CreateTable
CREATE TABLE "audit_entry" (
    "seq" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "org_id" TEXT NOT NULL,
    "at" DATETIME NOT NULL,
    "actor" TEXT NOT NULL,
    "address" TEXT,
    "action" TEXT NOT NULL,
    "object" TEXT NOT NULL,
    "before_hash" TEXT,
    "after_hash" TEXT,
    "detail_json" TEXT,
    "prev" TEXT NOT NULL,
    "hash" TEXT NOT NULL
);

-- CreateTable
CREATE TABLE "feed_entry" (
    "seq" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "org_id" TEXT NOT NULL,
    "at" DATETIME NOT NULL,
    "topic" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "kind" TEXT NOT NULL
);

-- CreateTable
CREATE TABLE "counter" (
    "name" TEXT NOT NULL PRIMARY KEY,
    "value" INTEGER NOT NULL
);

-- CreateTable
CREATE TABLE "server_meta" (
    "key" TEXT NOT NULL PRIMARY KEY,
    "value" TEXT NOT NULL
);

-- CreateTable
CREATE TABLE "agent" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "org_id" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'ACTIVE',
    "is_house" BOOLEAN NOT NULL DEFAULT false,
    "public_key" TEXT NOT NULL,
    "machine_id" TEXT NOT NULL,
    "host_name" TEXT NOT NULL,
    "agent_version" TEXT NOT NULL,
    "enrolled_at" DATETIME NOT NULL,
    "enrolled_by" TEXT NOT NULL,
    "last_contact_at" DATETIME,
    "goodbye_at" DATETIME,
    "is_unencrypted" BOOLEAN NOT NULL DEFAULT false,
    "facts_json" TEXT NOT NULL,
    "facts_hash" TEXT NOT NULL,
    "facts_at" DATETIME NOT NULL,
    "caps_json" TEXT,
    "caps_hash" TEXT,
    "caps_at" DATETIME,
    "policy_json" TEXT,
    "policy_hash" TEXT,
    "policy_at" DATETIME
);

-- CreateTable
CREATE TABLE "agent_session" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "org_id" TEXT NOT NULL,
    "agent_id" TEXT NOT NULL,
    "boot_id" TEXT NOT NULL,
    "token_hash" TEXT NOT NULL,
    "created_at" DATETIME NOT NULL,
    "expires_at" DATETIME NOT NULL,
    "ended_at" DATETIME,
    "end_reason" TEXT
);

-- CreateTable
CREATE TABLE "agent_challenge" (
    "nonce_hash" TEXT NOT NULL PRIMARY KEY,
    "agent_id" TEXT NOT NULL,
    "created_at" DATETIME NOT NULL,
    "expires_at" DATETIME NOT NULL,
    "used_at" DATETIME
);

-- CreateTable
CREATE TABLE "join_token" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "org_id" TEXT NOT NULL,
    "token_hash" TEXT NOT NULL,
    "is_house" BOOLEAN NOT NULL DEFAULT false,
    "created_by" TEXT NOT NULL,
    "created_at" DATETIME NOT NULL,
    "expires_at" DATETIME NOT NULL,
    "used_at" DATETIME,
    "agent_id" TEXT
);

-- CreateTable
CREATE TABLE "job" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "org_id" TEXT NOT NULL,
    "agent_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "params_json" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "exit_reason" TEXT,
    "outcome_note" TEXT,
    "requested_by" TEXT NOT NULL,
    "requested_at" DATETIME NOT NULL,
    "request_key" TEXT NOT NULL,
    "retry_of" TEXT,
    "queue_deadline_at" DATETIME NOT NULL,
    "run_deadline_at" DATETIME,
    "not_before" DATETIME,
    "defer_reason" TEXT,
    "attempt" INTEGER NOT NULL DEFAULT 0,
    "fence_epoch" INTEGER NOT NULL DEFAULT 0,
    "fence_counter" INTEGER NOT NULL DEFAULT 0,
    "lease_until" DATETIME,
    "is_renewed" BOOLEAN NOT NULL DEFAULT false,
    "jti" TEXT,
    "envelope" TEXT,
    "cancel_by" TEXT,
    "cancel_reason" TEXT,
    "cancel_at" DATETIME,
    "started_at" DATETIME,
    "ended_at" DATETIME,
    "last_progress_json" TEXT,
    "last_progress_at" DATETIME
);

-- CreateTable
CREATE TABLE "job_transition" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "org_id" TEXT NOT NULL,
    "job_id" TEXT NOT NULL,
    "seq" INTEGER NOT NULL,
    "from" TEXT,
    "to" TEXT NOT NULL,
    "rule" TEXT NOT NULL,
    "actor" TEXT NOT NULL,
    "at" DATETIME NOT NULL,
    "detail" TEXT
);

-- CreateTable
CREATE TABLE "agent_event" (
    "event_id" TEXT NOT NULL PRIMARY KEY,
    "org_id" TEXT NOT NULL,
    "agent_id" TEXT NOT NULL,
    "outbox_id" TEXT NOT NULL,
    "stream" TEXT NOT NULL,
    "seq" INTEGER NOT NULL,
    "job_id" TEXT,
    "fence" TEXT,
    "type" TEXT NOT NULL,
    "body_sha256" TEXT NOT NULL,
    "body_json" TEXT,
    "is_late" BOOLEAN NOT NULL DEFAULT false,
    "at_wall" DATETIME NOT NULL,
    "received_at" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "outbox_stream" (
    "agent_id" TEXT NOT NULL,
    "outbox_id" TEXT NOT NULL,
    "stream" TEXT NOT NULL,
    "next_seq" INTEGER NOT NULL,

    PRIMARY KEY ("agent_id", "outbox_id", "stream")
);

-- CreateTable
CREATE TABLE "tune_run" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "org_id" TEXT NOT NULL,
    "agent_id" TEXT NOT NULL,
    "job_id" TEXT,
    "number" INTEGER NOT NULL,
    "origin" TEXT NOT NULL,
    "plan_json" TEXT NOT NULL,
    "target_context" INTEGER NOT NULL,
    "engine" TEXT,
    "engine_version" TEXT,
    "binary_version" TEXT,
    "spec_version" TEXT,
    "strategy" TEXT NOT NULL,
    "rng_key" TEXT,
    "exit_reason" TEXT,
    "message" TEXT,
    "requested_at" DATETIME NOT NULL,
    "started_at" DATETIME,
    "ended_at" DATETIME,
    "finished_reported_at" DATETIME,
    "recommendation_json" TEXT,
    "recipe_hash" TEXT,
    "recheck" TEXT,
    "machine_json" TEXT NOT NULL
);

-- CreateTable
CREATE TABLE "tune_trial" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "org_id" TEXT NOT NULL,
    "agent_id" TEXT NOT NULL,
    "tune_run_id" TEXT NOT NULL,
    "local_id" INTEGER NOT NULL,
    "at" DATETIME NOT NULL,
    "received_at" DATETIME NOT NULL,
    "stage" INTEGER NOT NULL,
    "model" TEXT NOT NULL,
    "target_context" INTEGER NOT NULL,
    "max_tokens" INTEGER NOT NULL,
    "measured_prompt_tokens" INTEGER,
    "agg_throughput_tps" REAL,
    "ttft_p95_ms" REAL,
    "fits" BOOLEAN NOT NULL,
    "n_err" INTEGER NOT NULL,
    "kept" BOOLEAN NOT NULL DEFAULT false,
    "notes" TEXT,
    "kv_bits" INTEGER,
    "max_context_cap" INTEGER,
    "max_batch" INTEGER,
    "replicates_n" INTEGER,
    "tps_method" TEXT,
    "ttft_cold_ms" REAL,
    "peak_memory_bytes" BIGINT,
    "requested_json" TEXT NOT NULL,
    "effective_json" TEXT,
    "flags_json" TEXT NOT NULL,
    "content_sha256" TEXT NOT NULL,
    "recheck" TEXT
);

-- CreateTable
CREATE TABLE "tune_replicate" (
    "tune_trial_id" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "org_id" TEXT NOT NULL,
    "is_warm_up" BOOLEAN NOT NULL,
    "raw_json" TEXT NOT NULL,

    PRIMARY KEY ("tune_trial_id", "position")
);

-- CreateTable
CREATE TABLE "tune_log_chunk" (
    "tune_run_id" TEXT NOT NULL,
    "offset" INTEGER NOT NULL,
    "org_id" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "received_at" DATETIME NOT NULL,

    PRIMARY KEY ("tune_run_id", "offset")
);

-- CreateIndex
CREATE INDEX "user_by_org_role" ON "user"("org_id", "role");

-- CreateIndex
CREATE UNIQUE INDEX "user_by_email" ON "user"("email");

-- CreateIndex
CREATE INDEX "session_by_user" ON "session"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "session_by_token" ON "session"("token");

-- CreateIndex
CREATE INDEX "account_by_user" ON "account"("user_id");

-- CreateIndex
CREATE INDEX "verification_by_identifier" ON "verification"("identifier");

-- CreateIndex
CREATE UNIQUE INDEX "rate_limit_by_key" ON "rate_limit"("key");

-- CreateIndex
CREATE UNIQUE INDEX "setup_link_by_token" ON "setup_link"("token_hash");

-- CreateIndex
CREATE INDEX "audit_by_org_at" ON "audit_entry"("org_id", "at");

-- CreateIndex
CREATE INDEX "agent_by_org_machine" ON "agent"("org_id", "machine_id");

-- CreateIndex
CREATE UNIQUE INDEX "agent_by_public_key" ON "agent"("public_key");

-- CreateIndex
CREATE INDEX "agent_session_by_agent" ON "agent_session"("agent_id", "created_at");

-- CreateIndex
CREATE UNIQUE INDEX "agent_session_by_token" ON "agent_session"("token_hash");

-- CreateIndex
CREATE INDEX "agent_challenge_by_expiry" ON "agent_challenge"("expires_at");

-- CreateIndex
CREATE INDEX "join_token_by_org" ON "join_token"("org_id", "created_at");

-- CreateIndex
CREATE UNIQUE INDEX "join_token_by_token" ON "join_token"("token_hash");

-- CreateIndex
CREATE INDEX "job_by_agent_state" ON "job"("agent_id", "state", "requested_at");

-- CreateIndex
CREATE INDEX "job_by_org_requested" ON "job"("org_id", "requested_at");

-- CreateIndex
CREATE UNIQUE INDEX "job_by_request_key" ON "job"("org_id", "request_key");

-- CreateIndex
CREATE UNIQUE INDEX "job_transition_by_job" ON "job_transition"("job_id", "seq");

-- CreateIndex
CREATE INDEX "agent_event_by_job" ON "agent_event"("job_id", "received_at");

-- CreateIndex
CREATE UNIQUE INDEX "agent_event_by_stream" ON "agent_event"("agent_id", "outbox_id", "stream", "seq");

-- CreateIndex
CREATE INDEX "tune_run_by_org_requested" ON "tune_run"("org_id", "requested_at");

-- CreateIndex
CREATE INDEX "tune_run_by_agent" ON "tune_run"("agent_id", "requested_at");

-- CreateIndex
CREATE UNIQUE INDEX "tune_run_by_number" ON "tune_run"("org_id", "number");

-- CreateIndex
CREATE INDEX "tune_trial_by_run" ON "tune_trial"("tune_run_id", "local_id");

-- CreateIndex
CREATE UNIQUE INDEX "tune_trial_natural_key" ON "tune_trial"("agent_id", "tune_run_id", "local_id");

-- By hand, AU2: an audit row is written once.
CREATE TRIGGER "audit_entry_no_update" BEFORE UPDATE ON "audit_entry"
BEGIN
    SELECT RAISE(ABORT, 'audit rows are append-only');
END;

CREATE TRIGGER "audit_entry_no_delete" BEFORE DELETE ON "audit_entry"
BEGIN
    SELECT RAISE(ABORT, 'audit rows are append-only');
END;

-- By hand, INV-19: at most one kept Stage-2 trial a run.
CREATE UNIQUE INDEX "tune_trial_one_kept" ON "tune_trial"("tune_run_id") WHERE "kept" = 1 AND "stage" = 2;
