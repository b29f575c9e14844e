import { Alert, Button, Empty, Skeleton } from "antd";
import type { ReactNode } from "react";

import { sentence } from "../errors";
import { useLanguage, useText } from "../text/language";
import type { Loaded } from "../use-api";
import { ReloadOutlined } from "./icons";

interface Props<T> {
  of: Loaded<T>;
  /** Says that there is nothing, and what to do about it. */
  empty?: ReactNode;
  isEmpty?: (data: T) => boolean;
  children: (data: T) => ReactNode;
}

/**
 * Shows what useApi read: a skeleton first, a sentence with "try again" after
 * an error, and the data. An error after data stands above the data.
 */
export function Async<T>({ of, empty, isEmpty, children }: Props<T>) {
  if (of.data === undefined) {
    return of.error === undefined ? (
      <Skeleton active paragraph={{ rows: 6 }} />
    ) : (
      <Failure error={of.error} retry={of.reload} />
    );
  }
  const nothing = isEmpty?.(of.data) ?? false;
  return (
    <>
      {of.error !== undefined && <Failure error={of.error} retry={of.reload} />}
      {nothing ? <Nothing>{empty}</Nothing> : children(of.data)}
    </>
  );
}

export function Failure({ error, retry }: { error: unknown; retry?: () => void }) {
  const t = useText();
  const { language } = useLanguage();
  return (
    <Alert
      className="kt-gap"
      type="error"
      showIcon
      title={sentence(error, language)}
      action={
        retry && (
          <Button size="small" icon={<ReloadOutlined />} onClick={retry}>
            {t("Thử lại", "Try again")}
          </Button>
        )
      }
    />
  );
}

export function Nothing({ children }: { children?: ReactNode }) {
  const t = useText();
  return (
    <Empty
      image={Empty.PRESENTED_IMAGE_SIMPLE}
      description={children ?? t("Chưa có gì ở đây", "Nothing here yet")}
    />
  );
}
