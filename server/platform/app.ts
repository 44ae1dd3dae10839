import type { KeyObject } from "node:crypto";
import type { Logger } from "pino";
import type { JobKey } from "../../core/contract/v1/messages.ts";
import type { Prisma, PrismaClient } from "../../prisma/generated/sqlite/client.ts";
import type { BlobStore } from "./blobs/blob-store.ts";

/** Wall clock and monotonic clock; injected everywhere (CK2). */
export interface Clock {
  now(): Date;
  /** Milliseconds on a clock that never jumps. */
  monoMs(): number;
}

/** Random bytes and ids; injected everywhere. */
export interface Randomness {
  bytes(count: number): Uint8Array;
  uuid(): string;
}

/** Settings of one console process, parsed once. */
export interface Env {
  port: number;
  listen: string;
  dataDir: string;
  baseUrl: string | null;
  allowedHosts: string[];
  trustedProxies: string[];
  hasHouseAgent: boolean;
  /** AVIF pictures may come in (IM48). */
  takesAvif: boolean;
}

/** Wakes whoever waits for a commit: feed followers and held polls. Carries no data; the store is read again. */
export interface Bus {
  /** Calls `listener` after every commit that published something or queued work; returns the way to stop. */
  listen(listener: () => void): () => void;
  wake(): void;
}

/** Keys kept as 0600 files outside the database (SL5). */
export interface ServerKeys {
  jobKeyId: string;
  jobPrivateKey: KeyObject;
  jobPublicKeys: JobKey[];
  /** SHA-256 of the job public key, first 20 hex digits in fours (EN2). */
  fingerprint: string;
}

export type Db = PrismaClient;
export type Tx = Prisma.TransactionClient;

/** What one running console is made of; every feature gets this and nothing global. */
export interface App {
  env: Env;
  db: Db;
  clock: Clock;
  random: Randomness;
  log: Logger;
  bus: Bus;
  keys: ServerKeys;
  /** Bytes under their BLAKE3; what is known of them is in the database (IM43). */
  blobs: BlobStore;
  serverId: string;
  /** The install's one organisation (AC2). */
  orgId: string;
  /** LE1: raised and fsynced before the first request of every start. */
  serverEpoch: number;
  needsSetup(): Promise<boolean>;
}
