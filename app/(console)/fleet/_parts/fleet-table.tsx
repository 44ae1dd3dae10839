import Link from "next/link";
import { formatFileSize } from "../../../../core/units/quantities.ts";
import { Cell, HeadCell, RowHead, Table } from "../../../_ui/page/table.tsx";
import { useRowKeys } from "../../../_ui/page/use-row-keys.ts";
import { Metric } from "../../../_ui/values/metric.tsx";
import { osName } from "../../../_words/os-name.ts";
import type { FleetSort, FleetView, Mac } from "./fleet-view.ts";
import { ModelCell, PresenceCell, TpsCell, TtftCell, WarningCell } from "./mac-cells.tsx";
import { MacTree } from "./mac-tree.tsx";

interface FleetTableProps {
  macs: readonly Mac[];
  view: FleetView;
  onSort: (sort: FleetSort) => void;
}

/** The fleet as rows, from 640 px on. */
export function FleetTable({ macs, view, onSort }: FleetTableProps) {
  useRowKeys({ canOpen: true });
  const sort = (by: FleetSort) => ({
    sort:
      view.sort !== by
        ? ("none" as const)
        : view.direction === "asc"
          ? ("ascending" as const)
          : ("descending" as const),
    onSort: () => onSort(by),
  });
  return (
    <div className="hidden sm:block">
      <Table caption="Machines of the fleet">
        <thead>
          <tr>
            <HeadCell {...sort("name")}>Machine</HeadCell>
            <HeadCell>Chip</HeadCell>
            <HeadCell align="end" {...sort("ram")}>
              Memory
            </HeadCell>
            <HeadCell>System</HeadCell>
            <HeadCell>Should serve</HeadCell>
            <HeadCell align="end" {...sort("tps")}>
              Decode rate
            </HeadCell>
            <HeadCell align="end" {...sort("ttft")}>
              First token
            </HeadCell>
            <HeadCell align="end">Disk free</HeadCell>
            <HeadCell {...sort("seen")}>Presence</HeadCell>
            <HeadCell>Warnings</HeadCell>
          </tr>
        </thead>
        <tbody>
          {macs.map((mac) => (
            <FleetRow key={mac.id} mac={mac} />
          ))}
        </tbody>
      </Table>
    </div>
  );
}

function FleetRow({ mac }: { mac: Mac }) {
  return (
    <tr className="hover:bg-sunk">
      <RowHead>
        <span className="flex items-baseline gap-2 whitespace-nowrap">
          <MacTree mac={mac} />
          <Link href={`/fleet/${mac.id}`} className="font-medium hover:underline">
            {mac.hostName}
          </Link>
          {mac.isHouse ? <span className="text-meta text-ink-3">this console</span> : null}
        </span>
      </RowHead>
      <Cell>
        <span className="whitespace-nowrap">{mac.chip}</span>
      </Cell>
      <Cell align="end">
        <Metric text={`${mac.ramGb} GiB`} basis={{ kind: "reading" }} />
      </Cell>
      <Cell>
        <span className="whitespace-nowrap">
          {osName(mac.os)} {mac.osVersion}
        </span>
      </Cell>
      <Cell>
        <span className="whitespace-nowrap">
          <ModelCell mac={mac} />
        </span>
      </Cell>
      <Cell align="end">
        <TpsCell mac={mac} />
      </Cell>
      <Cell align="end">
        <TtftCell mac={mac} />
      </Cell>
      <Cell align="end">
        {mac.diskFreeBytes === null ? (
          <span className="text-ink-3">unknown</span>
        ) : (
          <Metric text={formatFileSize(mac.diskFreeBytes)} basis={{ kind: "reading" }} />
        )}
      </Cell>
      <Cell>
        <PresenceCell mac={mac} />
      </Cell>
      <Cell>
        <WarningCell mac={mac} />
      </Cell>
    </tr>
  );
}
