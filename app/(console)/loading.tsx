import { LoadingPage } from "../_ui/states/skeleton.tsx";

export default function Loading() {
  return <LoadingPage />;
}
