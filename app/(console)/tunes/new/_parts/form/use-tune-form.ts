"use client";
import { useQuery } from "@tanstack/react-query";
import { useQueryStates } from "nuqs";
import type { EngineName } from "../../../../../../core/serving/engine-name.ts";
import { useTRPC } from "../../../../../_trpc/context.ts";
import { isId } from "../../../_parts/is-id.ts";
import { flagsInUrl, type TuneList } from "./flags-in-url.ts";
import { type EarlierRun, type FlagName, formFlags, listOf } from "./form-flags.ts";

/** A machine that can be chosen, or null: the one in the address, else the console's own, else the first. */
function chosenMac<T extends { id: string; isHouse: boolean }>(macs: readonly T[], wanted: string | null): T | null {
  return macs.find((mac) => mac.id === wanted) ?? macs.find((mac) => mac.isHouse) ?? macs[0] ?? null;
}

/** The form: machine, list and flags from the address over the defaults or the repeated run. */
export function useTuneForm() {
  const trpc = useTRPC();
  const [place, setPlace] = useQueryStates(flagsInUrl);
  const fleet = useQuery(trpc.fleet.list.queryOptions());
  const mac = chosenMac(fleet.data?.macs ?? [], place.mac);
  const options = useQuery({ ...trpc.tunes.options.queryOptions({ id: mac?.id ?? "" }), enabled: mac !== null });
  const againId = isId(place.again) ? place.again : null;
  const again = useQuery({
    ...trpc.tunes.get.queryOptions({ id: againId ?? "" }),
    enabled: againId !== null,
  });
  const earlier: EarlierRun | null =
    again.data === undefined
      ? null
      : { label: again.data.summary.label, list: listOf(again.data.plan), plan: again.data.plan };
  const preselected = options.data?.lists.find((entry) => entry.isPreselected)?.list ?? "practice";
  const list = place.list ?? earlier?.list ?? preselected;
  const { mac: _mac, list: _list, again: _again, engine, ...typed } = place;
  const isRepeat = earlier !== null && earlier.list === list;
  const form = formFlags(typed, { list, earlier: isRepeat ? earlier : null });
  const isSettled = (place.list !== null || options.data !== undefined) && (againId === null || !again.isPending);
  return {
    fleet,
    options,
    mac,
    engine,
    form,
    earlier,
    retryOf: earlier === null || again.data === undefined ? null : again.data.summary.id,
    isAgainGone: againId !== null && again.isError,
    isSettled,
    chooseMac: (id: string) => void setPlace({ mac: id, engine: null }),
    chooseEngine: (next: EngineName | null) => void setPlace({ engine: next }),
    chooseList: (next: TuneList) => void setPlace({ list: next }),
    type: (name: FlagName, text: string) => void setPlace({ [name]: text === form.base[name] ? null : text }),
  };
}
