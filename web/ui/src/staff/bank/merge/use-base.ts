import { api, ok } from "../../api";
import { useApi } from "../../use-api";
import type { Body, Item } from "../words";

/** The version that both sides started from, by its hash; null while unknown, or where it is no version of the item. */
export function useBase(item: Item, hash: string): Body | null {
  const no = item.history?.find((v) => v.hash === hash)?.no ?? 0;
  const params = { params: { path: { id: item.id, no } } };
  const read = useApi(
    `base ${item.id} ${no}`,
    () => ok(api.GET("/api/items/{id}/versions/{no}", params)),
    { skip: no === 0 },
  );
  return read.data?.body ?? null;
}
