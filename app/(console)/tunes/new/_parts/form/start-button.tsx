"use client";
import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useKeys } from "../../../../../_keys/use-keys.ts";
import { useTRPC } from "../../../../../_trpc/context.ts";
import type { RouterInputs } from "../../../../../_trpc/procedures.ts";
import { useRequestKeys } from "../../../../../_trpc/use-request-keys.ts";
import { Button } from "../../../../../_ui/controls/button.tsx";
import { failureOf } from "../../../../../_ui/states/failure.ts";

interface StartButtonProps {
  request: Omit<RouterInputs["tunes"]["request"], "requestKey">;
  canStart: boolean;
}

/** Starts the run; its key keeps a double press one job (H-34). */
export function StartButton({ request, canStart }: StartButtonProps) {
  const trpc = useTRPC();
  const router = useRouter();
  const keys = useRequestKeys();
  const start = useMutation(
    trpc.tunes.request.mutationOptions({ onSuccess: (run) => router.push(`/tunes/${run.tuneRunId}`) }),
  );
  const isBusy = start.isPending || start.isSuccess;
  const press = () => {
    if (canStart && !isBusy) start.mutate({ ...request, requestKey: keys.keyOf(request) });
  };
  useKeys([{ id: "tune.start", keys: "mod+enter", label: "Start the tune", scope: "page", group: "act", run: press }]);
  const failure = start.error === null ? null : failureOf(start.error);
  return (
    <div className="text-right">
      <Button
        variant="primary"
        keys="mod+enter"
        isBusy={isBusy}
        busyLabel="Starting…"
        disabled={!canStart}
        onClick={press}
      >
        Start
      </Button>
      {failure === null ? null : (
        <p role="alert" className="mt-2 max-w-[40ch] text-blocking text-meta">
          ■ {failure.cause} <span className="text-ink-2">fix: {failure.fix}</span>{" "}
          <span className="font-mono text-ink-3">{failure.code}</span>
        </p>
      )}
    </div>
  );
}
