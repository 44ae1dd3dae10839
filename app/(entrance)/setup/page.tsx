import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { fetchForPage, serverTrpc } from "../../_trpc/server.tsx";
import { SetupScreen } from "./_parts/setup-screen.tsx";

export const metadata: Metadata = { title: "Set up" };

export default async function SetupPage() {
  const { needsSetup } = await fetchForPage(serverTrpc().setup.status.queryOptions());
  if (!needsSetup) redirect("/sign-in");
  return <SetupScreen />;
}
