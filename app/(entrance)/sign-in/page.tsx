import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { fetchForPage, serverTrpc } from "../../_trpc/server.tsx";
import { nextPath } from "./_parts/next-path.ts";
import { SignInScreen } from "./_parts/sign-in-screen.tsx";

export const metadata: Metadata = { title: "Sign in" };

interface SignInPageProps {
  searchParams: Promise<{ next?: string | string[] }>;
}

export default async function SignInPage({ searchParams }: SignInPageProps) {
  const { needsSetup } = await fetchForPage(serverTrpc().setup.status.queryOptions());
  if (needsSetup) redirect("/setup");
  const { next } = await searchParams;
  return <SignInScreen next={nextPath(typeof next === "string" ? next : undefined)} />;
}
