"use client";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useTRPC } from "../../../../_trpc/context.ts";
import { Section } from "../../../../_ui/page/section.tsx";
import { EmptyState } from "../../../../_ui/states/empty-state.tsx";
import { ErrorState } from "../../../../_ui/states/error-state.tsx";
import { Skeleton } from "../../../../_ui/states/skeleton.tsx";
import { TuneTable } from "../../../tunes/_parts/tune-table.tsx";

interface MacTunesProps {
  macId: string;
  hostName: string;
}

/** The newest tunes of this machine. */
export function MacTunes({ macId, hostName }: MacTunesProps) {
  const trpc = useTRPC();
  const tunes = useQuery(trpc.tunes.list.queryOptions({ agentId: macId, pageSize: 10 }));
  return (
    <Section
      title="Its tunes"
      aside={
        <Link className="link" href={`/tunes?mac=${macId}`}>
          All tunes of {hostName}
        </Link>
      }
    >
      {tunes.isPending ? <Skeleton shape="rows" rows={3} /> : null}
      {tunes.error === null ? null : (
        <ErrorState error={tunes.error} title="Its tunes could not be read." onRetry={() => void tunes.refetch()} />
      )}
      {tunes.data?.rows.length === 0 ? <EmptyState title="No tune has run here yet." /> : null}
      {tunes.data !== undefined && tunes.data.rows.length > 0 ? <TuneTable rows={tunes.data.rows} /> : null}
    </Section>
  );
}
