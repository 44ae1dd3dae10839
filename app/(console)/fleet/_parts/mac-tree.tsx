import { MiniTree } from "../../../_tree/mini-tree.tsx";
import type { Mac } from "./fleet-view.ts";

/** The 16 px espalier of a row: a branch when the machine has its model or grows one now, bare wires before. */
export function MacTree({ mac }: { mac: Mac }) {
  if (mac.running !== null) return <MiniTree states={["growing"]} />;
  return <MiniTree states={mac.recommendation === null ? ["not-probed", "not-probed", "not-probed"] : ["chosen"]} />;
}
