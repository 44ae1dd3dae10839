import { z } from "zod";
import { EngineCapability } from "../../serving/capability.ts";
import { HeldRecipe } from "./apply.ts";

/** What an agent reads of its machine (B94, B127). Memory in bytes; null where this machine cannot tell. */
export const MachineFacts = z.object({
  machineId: z.string(),
  hostName: z.string(),
  chip: z.string(),
  cores: z.int().min(1),
  ramBytes: z.int().min(1),
  ramGb: z.int().min(1),
  os: z.string(),
  osVersion: z.string(),
  arch: z.string(),
  /** Metal's recommended maximum working set; null without a Metal device, never a fraction of RAM (A61). */
  workingSetBytes: z.int().nullable(),
  diskFreeBytes: z.int().nullable(),
  powerSource: z.enum(["ac", "battery"]).nullable(),
  thermalLevel: z.int().nullable(),
  memoryPressureLevel: z.int().nullable(),
  /** Absent in reports of earlier agents. */
  isLowPowerMode: z.boolean().nullable().optional(),
  nodeVersion: z.string(),
  agentVersion: z.string(),
});
export type MachineFacts = z.infer<typeof MachineFacts>;

/** Models this agent could start without fetching, so that a preview can say what must be downloaded. */
export const CachedModel = z.object({ id: z.string(), bytes: z.int().nullable() });
export type CachedModel = z.infer<typeof CachedModel>;

/** A serving process the agent found: a conflict for a tune without drain (B27). */
const ObservedProvider = z.object({
  kind: z.enum(["launchd", "foreground"]),
  label: z.string(),
  pid: z.int().nullable(),
});

export const Capabilities = z.object({
  kinds: z.array(z.string()),
  engines: z.array(EngineCapability),
  cachedModels: z.array(CachedModel),
  providers: z.array(ObservedProvider),
  /** Why an engine is missing, in words. */
  missing: z.array(z.object({ engine: z.string(), reason: z.string() })),
  /** TU51: the recipe of each class on this Mac; absent in reports of earlier agents. */
  imageRecipes: z.array(HeldRecipe).optional(),
});
export type Capabilities = z.infer<typeof Capabilities>;

export const PolicySummary = z.object({
  isReadable: z.boolean(),
  jobs: z.array(z.string()),
  remoteDrain: z.boolean(),
  remoteApply: z.boolean(),
  modelsAllow: z.array(z.string()),
  maxJobSeconds: z.int(),
});
export type PolicySummary = z.infer<typeof PolicySummary>;
