"use client";
import { useQuery } from "@tanstack/react-query";
import { parseAsInteger, useQueryState } from "nuqs";
import { isAllowed } from "../../../../../../core/access/roles.ts";
import { useTRPC } from "../../../../../_trpc/context.ts";
import { LinkButton } from "../../../../../_ui/controls/link-button.tsx";
import { Crumbs } from "../../../../../_ui/page/crumbs.tsx";
import { PageHead } from "../../../../../_ui/page/page-head.tsx";
import { EmptyState } from "../../../../../_ui/states/empty-state.tsx";
import { ErrorState } from "../../../../../_ui/states/error-state.tsx";
import { LoadingPage } from "../../../../../_ui/states/skeleton.tsx";
import { firstText } from "./check-text.ts";
import { RecipeEditor } from "./recipe-editor.tsx";

/** A new recipe of a class, from the live one or any version (`?from=`). */
export function EditScreen({ label }: { label: string }) {
  const trpc = useTRPC();
  const page = useQuery(trpc.images.class.queryOptions({ class: label }));
  const me = useQuery(trpc.self.me.queryOptions());
  const [from] = useQueryState("from", parseAsInteger);
  if (page.data === undefined || me.data === undefined) {
    const error = page.error ?? me.error;
    const retry = () => void Promise.all([page.refetch(), me.refetch()]);
    if (error === null) return <LoadingPage />;
    return <ErrorState error={error} title="The class could not be read." onRetry={retry} />;
  }
  const { live, versions, summary } = page.data;
  const start = versions.find(({ version }) => version === from) ?? live;
  const home = `/images/${encodeURIComponent(label)}`;
  const path = [{ label: "Images", href: "/images" }, { label, href: home }, { label: "New recipe" }];
  const role = me.data.role;
  const begins = start === null ? "It begins with an example." : `It begins with version ${start.version}.`;
  const becomes =
    live === null
      ? "The class has no recipe yet: the first one is live at once."
      : "It is kept as a version; the live recipe stays until a proposal is approved.";
  return (
    <>
      <PageHead
        question="What should happen to these pictures?"
        answer={`${begins} ${becomes}`}
        crumbs={<Crumbs path={path} />}
      />
      {summary.origin === "imported" ? (
        <EmptyState
          title="This label came with a log."
          action={<LinkButton href={`/images?add=${encodeURIComponent(label)}`}>Define the class</LinkButton>}
        >
          It gets a recipe once a person says what it is.
        </EmptyState>
      ) : (
        <RecipeEditor
          key={from ?? "live"}
          label={label}
          start={start?.toml ?? firstText(label)}
          versions={versions}
          isFirst={live === null}
          refusal={
            isAllowed(role, "propose") ? null : `Your role here is ${role}; saving a recipe needs the role operator.`
          }
        />
      )}
    </>
  );
}
