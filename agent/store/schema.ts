/** Tables of agent.db (autotune.md section 12, OB1); every statement may run again. */
export const STORE_SCHEMA = `
CREATE TABLE IF NOT EXISTS tune_runs (
  run_id TEXT PRIMARY KEY,
  started_at_utc TEXT NOT NULL,
  ended_at_utc TEXT,
  spec_version TEXT NOT NULL,
  binary_version TEXT NOT NULL,
  machine_chip TEXT NOT NULL,
  machine_os_version TEXT NOT NULL,
  machine_ram_gb INTEGER NOT NULL CHECK (machine_ram_gb >= 1),
  target_context INTEGER NOT NULL,
  stage1_replicates INTEGER NOT NULL,
  stage2_replicates INTEGER NOT NULL,
  gate_ttft_ms INTEGER NOT NULL,
  candidate_models_json TEXT NOT NULL,
  tps_tie_epsilon REAL NOT NULL,
  recommendation_json TEXT,
  recipe_hash TEXT,
  applied INTEGER DEFAULT 0,
  exit_reason TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS tune_trials (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  ts_utc TEXT NOT NULL,
  run_id TEXT NOT NULL,
  stage INTEGER NOT NULL DEFAULT 1,
  model TEXT NOT NULL,
  target_context INTEGER NOT NULL,
  max_tokens INTEGER NOT NULL,
  measured_prompt_tokens INTEGER,
  agg_throughput_tps REAL,
  ttft_p95_ms REAL,
  fits INTEGER NOT NULL DEFAULT 0,
  n_err INTEGER NOT NULL DEFAULT 0,
  kept INTEGER NOT NULL DEFAULT 0,
  notes TEXT
);
CREATE INDEX IF NOT EXISTS tune_trials_by_ts ON tune_trials (ts_utc);
CREATE INDEX IF NOT EXISTS tune_trials_by_run ON tune_trials (run_id);
CREATE TABLE IF NOT EXISTS probe_runs (
  probe_id TEXT PRIMARY KEY,
  job_id TEXT,
  started_at_utc TEXT NOT NULL,
  ended_at_utc TEXT,
  profile TEXT NOT NULL,
  start_json TEXT NOT NULL,
  levels_json TEXT NOT NULL,
  tps_method TEXT,
  exit_reason TEXT NOT NULL,
  message TEXT
);
CREATE TABLE IF NOT EXISTS probe_requests (
  probe_id TEXT NOT NULL,
  level INTEGER NOT NULL,
  position INTEGER NOT NULL,
  raw_json TEXT NOT NULL,
  PRIMARY KEY (probe_id, level, position)
);
CREATE TABLE IF NOT EXISTS image_runs (
  run_id TEXT PRIMARY KEY,
  job_id TEXT NOT NULL,
  at_utc TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS shared_runs (
  server_id TEXT NOT NULL,
  run_id TEXT NOT NULL,
  event_id TEXT NOT NULL,
  at_utc TEXT NOT NULL,
  PRIMARY KEY (server_id, run_id)
);
CREATE TABLE IF NOT EXISTS outbox (
  event_id TEXT PRIMARY KEY,
  stream TEXT NOT NULL,
  seq INTEGER NOT NULL,
  seq_end INTEGER,
  job TEXT,
  fence TEXT,
  type TEXT NOT NULL,
  body_json TEXT NOT NULL,
  body_sha256 TEXT NOT NULL,
  at_wall TEXT NOT NULL,
  at_mono_ms REAL NOT NULL,
  boot_id TEXT NOT NULL,
  is_offered INTEGER NOT NULL DEFAULT 0,
  UNIQUE (stream, seq)
);
CREATE TABLE IF NOT EXISTS outbox_files (
  event_id TEXT NOT NULL,
  blake3 TEXT NOT NULL,
  path TEXT NOT NULL,
  PRIMARY KEY (event_id, blake3)
);
CREATE TABLE IF NOT EXISTS outbox_streams (stream TEXT PRIMARY KEY, next_seq INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS obligations (
  id TEXT PRIMARY KEY,
  run_id TEXT,
  kind TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('open', 'claimed', 'done')),
  detail_json TEXT NOT NULL,
  owner_pid INTEGER NOT NULL,
  owner_start TEXT,
  attempts INTEGER NOT NULL DEFAULT 0,
  error TEXT,
  opened_at_utc TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS agent_jobs (
  job_id TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  fence TEXT NOT NULL,
  attempt INTEGER NOT NULL,
  state TEXT NOT NULL,
  run_id TEXT,
  params_json TEXT NOT NULL,
  child_pid INTEGER,
  child_start TEXT,
  log_bytes INTEGER NOT NULL DEFAULT 0,
  received_at_utc TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS seen_envelopes (
  jti TEXT PRIMARY KEY,
  envelope_sha256 TEXT NOT NULL,
  job_id TEXT NOT NULL,
  seen_at_utc TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TRIGGER IF NOT EXISTS outbox_grows AFTER INSERT ON outbox BEGIN
  INSERT INTO meta (key, value) VALUES ('outbox_bytes', length(NEW.body_json))
  ON CONFLICT (key) DO UPDATE SET value = CAST(value AS INTEGER) + length(NEW.body_json);
END;
CREATE TRIGGER IF NOT EXISTS outbox_shrinks AFTER DELETE ON outbox BEGIN
  UPDATE meta SET value = CAST(value AS INTEGER) - length(OLD.body_json) WHERE key = 'outbox_bytes';
END;
`;

/** B85: columns later versions added, for files of any age. */
export const ADDED_COLUMNS: readonly { table: "tune_runs" | "tune_trials" | "obligations"; column: string }[] = [
  { table: "tune_trials", column: "stage INTEGER NOT NULL DEFAULT 1" },
  { table: "tune_trials", column: "kv_bits INTEGER" },
  { table: "tune_trials", column: "max_context_cap INTEGER" },
  { table: "tune_trials", column: "max_batch INTEGER" },
  { table: "tune_trials", column: "replicates_n INTEGER" },
  { table: "tune_trials", column: "tps_method TEXT" },
  { table: "tune_trials", column: "ttft_cold_ms REAL" },
  { table: "tune_trials", column: "peak_memory_bytes INTEGER" },
  { table: "tune_trials", column: "requested_json TEXT" },
  { table: "tune_trials", column: "effective_json TEXT" },
  { table: "tune_trials", column: "replicates_json TEXT" },
  { table: "tune_trials", column: "flags_json TEXT" },
  { table: "tune_runs", column: "engine TEXT" },
  { table: "tune_runs", column: "engine_version TEXT" },
  { table: "tune_runs", column: "strategy TEXT" },
  { table: "tune_runs", column: "rng_key TEXT" },
  { table: "tune_runs", column: "baseline_json TEXT" },
  { table: "tune_runs", column: "visits_json TEXT" },
  { table: "tune_runs", column: "confirmation_json TEXT" },
  { table: "tune_runs", column: "origin TEXT" },
  { table: "tune_runs", column: "job_id TEXT" },
  { table: "tune_runs", column: "plan_json TEXT" },
  { table: "tune_runs", column: "message TEXT" },
  { table: "tune_runs", column: "owner_pid INTEGER" },
  { table: "tune_runs", column: "owner_start TEXT" },
  { table: "tune_runs", column: "reported TEXT" },
  { table: "obligations", column: "failures_json TEXT" },
];
