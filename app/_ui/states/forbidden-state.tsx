import { LinkButton } from "../controls/link-button.tsx";
import type { Failure } from "./failure.ts";

/** H-67: which permission is missing, which role one has, who grants it. */
export function ForbiddenState({ failure }: { failure: Failure }) {
  const missing = missingOf(failure.details);
  return (
    <div role="alert" className="mb-8 border-y border-line py-8">
      <p className="text-prose font-medium">You may not see or do this.</p>
      <p className="mt-1 max-w-[60ch] text-ink-2">
        {missing === null
          ? failure.fix
          : `It needs the permission “${missing.permission}”; your role here is ${missing.role}. An admin of this install can change your role.`}
      </p>
      <p className="mt-1 font-mono text-meta text-ink-3">{failure.code}</p>
      <div className="mt-4">
        <LinkButton href="/">Back to Today</LinkButton>
      </div>
    </div>
  );
}

function missingOf(details: unknown): { permission: string; role: string } | null {
  if (typeof details !== "object" || details === null || !("permission" in details) || !("role" in details))
    return null;
  const { permission, role } = details;
  return typeof permission === "string" && typeof role === "string" ? { permission, role } : null;
}
