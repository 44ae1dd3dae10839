"use client";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { tpsFigure, ttftFigure } from "../../../../../core/autotune/select.ts";
import { modelLabel } from "../../../../../core/serving/model-id.ts";
import { formatKnobs } from "../../../../../core/units/knobs.ts";
import { useTRPC } from "../../../../_trpc/context.ts";
import type { RouterOutputs } from "../../../../_trpc/procedures.ts";
import { Section } from "../../../../_ui/page/section.tsx";
import { Cell, HeadCell, RowHead, Table } from "../../../../_ui/page/table.tsx";
import { EmptyState } from "../../../../_ui/states/empty-state.tsx";
import { ErrorState } from "../../../../_ui/states/error-state.tsx";
import { Skeleton } from "../../../../_ui/states/skeleton.tsx";
import { Metric } from "../../../../_ui/values/metric.tsx";
import { RelativeTime } from "../../../../_ui/values/relative-time.tsx";
import { recipesNote } from "./recipes-note.ts";

type Recipe = RouterOutputs["tunes"]["recipes"]["rows"][number];

const CHANGES: Record<Recipe["change"], string> = {
  first: "first",
  model: "new model",
  knobs: "new settings",
  unchanged: "unchanged",
};

/** What this machine was told to serve over time, each step with its evidence. */
export function MacRecipes({ macId }: { macId: string }) {
  const trpc = useTRPC();
  const recipes = useQuery(trpc.tunes.recipes.queryOptions({ id: macId }));
  const rows = recipes.data?.rows ?? [];
  return (
    <Section title="How did its recipe evolve?" note={recipes.data === undefined ? null : recipesNote(rows)}>
      {recipes.isPending ? <Skeleton shape="rows" rows={3} /> : null}
      {recipes.error === null ? null : (
        <ErrorState
          error={recipes.error}
          title="Its recipes could not be read."
          onRetry={() => void recipes.refetch()}
        />
      )}
      {recipes.data?.rows.length === 0 ? (
        <EmptyState title="No recipe yet.">Each complete tune adds one, with the evidence of that day.</EmptyState>
      ) : null}
      {rows.length > 0 ? <RecipeTable rows={rows} /> : null}
    </Section>
  );
}

function RecipeTable({ rows }: { rows: readonly Recipe[] }) {
  return (
    <Table caption="Recipes of this machine, newest first" isStacked>
      <thead>
        <tr>
          <HeadCell>tune</HeadCell>
          <HeadCell>when</HeadCell>
          <HeadCell>change</HeadCell>
          <HeadCell>model</HeadCell>
          <HeadCell>settings</HeadCell>
          <HeadCell align="end">decode rate</HeadCell>
          <HeadCell align="end">first token</HeadCell>
          <HeadCell>applied</HeadCell>
        </tr>
      </thead>
      <tbody>
        {rows.map((recipe) => (
          <RecipeRow key={recipe.tuneRunId} recipe={recipe} />
        ))}
      </tbody>
    </Table>
  );
}

function RecipeRow({ recipe }: { recipe: Recipe }) {
  const basis = { kind: "measured" as const, n: recipe.replicates };
  const isSame = recipe.change === "unchanged";
  return (
    <tr>
      <RowHead>
        <Link href={`/tunes/${recipe.tuneRunId}`} className="font-mono text-meta font-medium hover:underline">
          {recipe.label}
        </Link>
      </RowHead>
      <Cell label="when">
        <span className="whitespace-nowrap text-ink-2">
          <RelativeTime at={recipe.at} />
        </span>
      </Cell>
      <Cell label="change">
        <span className={isSame ? "text-ink-3" : "font-medium"}>{CHANGES[recipe.change]}</span>
        {recipe.isShown ? null : <span className="text-ink-3">, too noisy to show</span>}
      </Cell>
      <Cell label="model">{modelLabel(recipe.model)}</Cell>
      <Cell label="settings">
        <span className="text-ink-2">{formatKnobs(recipe.knobs)}</span>
      </Cell>
      <Cell align="end" label="decode rate">
        <Metric text={tpsFigure(recipe.tpsMedian, recipe.replicates).text} basis={basis} />
      </Cell>
      <Cell align="end" label="first token">
        <Metric text={ttftFigure(recipe.ttftP95Ms, recipe.replicates).text} basis={basis} />
      </Cell>
      <Cell label="applied">
        {recipe.isApplied ? "by this run" : <span className="text-ink-3">not by this run</span>}
      </Cell>
    </tr>
  );
}
