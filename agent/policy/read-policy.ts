import { closeSync, constants, fstatSync, openSync } from "node:fs";
import { z } from "zod";
import type { PolicySummary } from "../../core/contract/v1/facts.ts";
import { JobKind } from "../../core/contract/v1/job.ts";
import { DEFAULT_POLICY, UNREADABLE_POLICY } from "../../core/policy/local-policy.ts";
import { plainWords } from "../../core/units/plain-words.ts";
import { readYaml } from "../host/yaml-file.ts";

/** policy.yaml of protocol.md section 10; every key has its default, unknown ones make the file invalid. */
const PolicyFile = z.strictObject({
  version: z.literal(1),
  jobs: z.array(JobKind).default(() => [...JobKind.array().parse(DEFAULT_POLICY.jobs)]),
  remote_drain: z.boolean().default(false),
  remote_apply: z.boolean().default(false),
  remote_update: z.boolean().default(false),
  models: z
    .strictObject({
      allow: z.array(z.string().min(1)).default(() => [...DEFAULT_POLICY.modelsAllow]),
      formats: z.array(z.enum(["safetensors", "gguf"])).default(["safetensors", "gguf"]),
    })
    .prefault({}),
  start: z
    .strictObject({
      require_ac: z.boolean().default(true),
      thermal_max: z.enum(["nominal", "moderate", "heavy"]).default("moderate"),
      quiet_hours: z.array(z.string().regex(/^\d\d:\d\d-\d\d:\d\d$/)).default([]),
      min_free_disk_mib: z.int().min(256).default(256),
    })
    .prefault({}),
  limits: z.strictObject({ max_job_seconds: z.int().min(1).default(DEFAULT_POLICY.maxJobSeconds) }).prefault({}),
  images: z.strictObject({ share_classes: z.array(z.string()).default([]) }).prefault({}),
  auto_rollback: z.boolean().default(false),
  operator_keys: z.array(z.string()).default([]),
  repair: z.strictObject({ llm_patch: z.boolean().default(false) }).prefault({}),
  readiness_probe: z.boolean().default(true),
});

/** When a job may start on this machine, by its owner's wish. */
export interface StartRules {
  requireAc: boolean;
  thermalMax: "nominal" | "moderate" | "heavy";
  quietHours: string[];
  minFreeDiskMib: number;
}

export interface LocalPolicy {
  summary: PolicySummary;
  start: StartRules;
  /** Classes whose image bytes may leave this Mac by `image share` (IM46). */
  shareClasses: readonly string[];
  /** Why the file counts as unreadable; null when it is absent or fine. */
  problem: string | null;
}

const DEFAULT_START: StartRules = { requireAc: true, thermalMax: "moderate", quietHours: [], minFreeDiskMib: 256 };

const unreadable = (problem: string): LocalPolicy => ({
  summary: UNREADABLE_POLICY,
  start: DEFAULT_START,
  shareClasses: [],
  problem,
});

/** LP1: a switch set true adds its kinds. */
function switchedKinds(file: z.infer<typeof PolicyFile>): JobKind[] {
  return [
    ...(file.remote_drain ? (["drain"] as const) : []),
    ...(file.remote_apply ? (["apply", "rollback"] as const) : []),
    ...(file.remote_update ? (["update"] as const) : []),
  ];
}

function policyOf(file: z.infer<typeof PolicyFile>): LocalPolicy {
  return {
    problem: null,
    shareClasses: file.images.share_classes,
    start: {
      requireAc: file.start.require_ac,
      thermalMax: file.start.thermal_max,
      quietHours: file.start.quiet_hours,
      minFreeDiskMib: file.start.min_free_disk_mib,
    },
    summary: {
      isReadable: true,
      jobs: [...new Set<string>([...file.jobs, "restore", ...switchedKinds(file)])],
      remoteDrain: file.remote_drain,
      remoteApply: file.remote_apply,
      modelsAllow: file.models.allow,
      maxJobSeconds: file.limits.max_job_seconds,
    },
  };
}

function readOwned(path: string, uid: number): { value: unknown } | { problem: string } | null {
  let file: number;
  try {
    file = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (failure) {
    const code = failure instanceof Error && "code" in failure ? failure.code : null;
    return code === "ENOENT" ? null : { problem: code === "ELOOP" ? "it is a symbolic link" : String(failure) };
  }
  try {
    const stats = fstatSync(file);
    if (!stats.isFile()) return { problem: "it is not a plain file" };
    if (stats.uid !== uid) return { problem: "it belongs to another user" };
    if ((stats.mode & 0o022) !== 0) return { problem: "group or others may write it" };
    const read = readYaml(file);
    return read.kind === "ok" ? read : { problem: read.reason };
  } finally {
    closeSync(file);
  }
}

/** Reads the local policy before every permit: absent means the defaults, anything doubtful refuses all but `restore` (LP2). */
export function readPolicy(path: string, uid: number): LocalPolicy {
  const read = readOwned(path, uid);
  if (read === null) return { summary: DEFAULT_POLICY, start: DEFAULT_START, shareClasses: [], problem: null };
  if ("problem" in read) return unreadable(read.problem);
  const parsed = PolicyFile.safeParse(read.value);
  return parsed.success ? policyOf(parsed.data) : unreadable(plainWords(z.prettifyError(parsed.error)));
}
