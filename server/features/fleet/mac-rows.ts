import type { App } from "../../platform/app.ts";
import { type Host, hostOf, type ObligationRow, openObligations } from "../jobs/index.ts";
import { type MachineTunes, machineTunes } from "../tunes/index.ts";
import { type AgentRow, listAgents } from "./repo.ts";
import type { MacRow } from "./schema.ts";
import { warningsOf } from "./warnings.ts";

function engineText(host: Host): string | null {
  const [engine] = host.capabilities?.engines ?? [];
  return engine === undefined ? null : `${engine.engine} ${engine.engineVersion}`;
}

/** Compares dotted versions number by number. */
function newer(left: string, right: string): string {
  return left.localeCompare(right, "en", { numeric: true }) >= 0 ? left : right;
}

interface Fleet {
  agents: readonly AgentRow[];
  newestVersion: string;
  tunes: ReadonlyMap<string, MachineTunes>;
  obligations: readonly ObligationRow[];
}

function rowOf(app: App, agent: AgentRow, fleet: Fleet): MacRow {
  const host = hostOf(app, agent);
  const machineMates = fleet.agents
    .filter((other) => other.id !== agent.id && other.machineId === agent.machineId && other.state === "ACTIVE")
    .map((other) => other.hostName);
  const { newestVersion } = fleet;
  const tunes = fleet.tunes.get(agent.id);
  return {
    id: agent.id,
    hostName: agent.hostName,
    chip: host.facts.chip,
    ramGb: host.facts.ramGb,
    os: host.facts.os,
    osVersion: host.facts.osVersion,
    isHouse: agent.isHouse,
    presence: host.presence,
    agentVersion: agent.agentVersion,
    diskFreeBytes: host.facts.diskFreeBytes,
    engine: engineText(host),
    recommendation: tunes?.recommendation ?? null,
    running: tunes?.running ?? null,
    queued: tunes?.queued ?? 0,
    warnings: warningsOf({
      host,
      machineMates,
      newestVersion,
      isUnencrypted: agent.isUnencrypted,
      obligations: fleet.obligations.filter(({ agentId }) => agentId === agent.id),
      now: app.clock.now(),
    }),
  };
}

/** Every machine of an organisation as its row shows it. */
export async function macRows(app: App, orgId: string): Promise<MacRow[]> {
  const agents = await listAgents(app.db, orgId);
  const tunes = await machineTunes(
    app,
    orgId,
    agents.map(({ id }) => id),
  );
  const newestVersion = agents.map(({ agentVersion }) => agentVersion).reduce(newer, "");
  const obligations = await openObligations(app.db, orgId);
  return agents.map((agent) => rowOf(app, agent, { agents, newestVersion, tunes, obligations }));
}
