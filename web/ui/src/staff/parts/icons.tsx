import * as drawn from "@ant-design/icons";
import { useLayoutEffect, useRef, type ComponentProps, type ComponentType } from "react";

type Props = ComponentProps<typeof drawn.PlusOutlined>;

/**
 * An icon that stands beside words: a screen reader passes over it. The library
 * gives each icon its English name, which would become a part of the name of
 * every button. Where an icon says something by itself, aria-label says it.
 */
function decorative(Icon: ComponentType<Props>) {
  return function Decoration(props: Props) {
    const says = props["aria-label"] !== undefined;
    return says ? (
      <Icon {...props} />
    ) : (
      <Icon {...props} role={undefined} aria-label={undefined} aria-hidden />
    );
  };
}

/**
 * Turns in a button whose work is under way, and has the button say so. The
 * library's own leaves by a transition that may never end: when the answer comes
 * within a frame, it stays for ever, without a width, and "loading" with it in
 * the button's name.
 */
export function Working() {
  const ref = useRef<HTMLSpanElement>(null);
  useLayoutEffect(() => {
    const button = ref.current?.closest("button, a");
    button?.setAttribute("aria-busy", "true");
    return () => button?.removeAttribute("aria-busy");
  }, []);
  return <LoadingOutlined ref={ref} />;
}

export const ApartmentOutlined = /* @__PURE__ */ decorative(drawn.ApartmentOutlined);
export const AppstoreAddOutlined = /* @__PURE__ */ decorative(drawn.AppstoreAddOutlined);
export const ArrowDownOutlined = /* @__PURE__ */ decorative(drawn.ArrowDownOutlined);
export const ArrowUpOutlined = /* @__PURE__ */ decorative(drawn.ArrowUpOutlined);
export const AuditOutlined = /* @__PURE__ */ decorative(drawn.AuditOutlined);
export const BarChartOutlined = /* @__PURE__ */ decorative(drawn.BarChartOutlined);
export const BoldOutlined = /* @__PURE__ */ decorative(drawn.BoldOutlined);
export const BorderInnerOutlined = /* @__PURE__ */ decorative(drawn.BorderInnerOutlined);
export const CaretRightOutlined = /* @__PURE__ */ decorative(drawn.CaretRightOutlined);
export const CheckCircleFilled = /* @__PURE__ */ decorative(drawn.CheckCircleFilled);
export const CheckCircleOutlined = /* @__PURE__ */ decorative(drawn.CheckCircleOutlined);
export const ClockCircleOutlined = /* @__PURE__ */ decorative(drawn.ClockCircleOutlined);
export const CloseOutlined = /* @__PURE__ */ decorative(drawn.CloseOutlined);
export const CloudOutlined = /* @__PURE__ */ decorative(drawn.CloudOutlined);
export const CloudUploadOutlined = /* @__PURE__ */ decorative(drawn.CloudUploadOutlined);
export const DatabaseOutlined = /* @__PURE__ */ decorative(drawn.DatabaseOutlined);
export const DeleteOutlined = /* @__PURE__ */ decorative(drawn.DeleteOutlined);
export const DesktopOutlined = /* @__PURE__ */ decorative(drawn.DesktopOutlined);
export const DisconnectOutlined = /* @__PURE__ */ decorative(drawn.DisconnectOutlined);
export const DownOutlined = /* @__PURE__ */ decorative(drawn.DownOutlined);
export const DownloadOutlined = /* @__PURE__ */ decorative(drawn.DownloadOutlined);
export const EditOutlined = /* @__PURE__ */ decorative(drawn.EditOutlined);
export const ExclamationCircleFilled = /* @__PURE__ */ decorative(drawn.ExclamationCircleFilled);
export const ExperimentOutlined = /* @__PURE__ */ decorative(drawn.ExperimentOutlined);
export const EyeInvisibleOutlined = /* @__PURE__ */ decorative(drawn.EyeInvisibleOutlined);
export const EyeOutlined = /* @__PURE__ */ decorative(drawn.EyeOutlined);
export const FileExcelOutlined = /* @__PURE__ */ decorative(drawn.FileExcelOutlined);
export const FilePdfOutlined = /* @__PURE__ */ decorative(drawn.FilePdfOutlined);
export const FileTextOutlined = /* @__PURE__ */ decorative(drawn.FileTextOutlined);
export const FileWordOutlined = /* @__PURE__ */ decorative(drawn.FileWordOutlined);
export const FilterOutlined = /* @__PURE__ */ decorative(drawn.FilterOutlined);
export const FunctionOutlined = /* @__PURE__ */ decorative(drawn.FunctionOutlined);
export const HighlightOutlined = /* @__PURE__ */ decorative(drawn.HighlightOutlined);
export const HomeOutlined = /* @__PURE__ */ decorative(drawn.HomeOutlined);
export const IdcardOutlined = /* @__PURE__ */ decorative(drawn.IdcardOutlined);
export const InboxOutlined = /* @__PURE__ */ decorative(drawn.InboxOutlined);
export const InfoCircleFilled = /* @__PURE__ */ decorative(drawn.InfoCircleFilled);
export const ItalicOutlined = /* @__PURE__ */ decorative(drawn.ItalicOutlined);
export const KeyOutlined = /* @__PURE__ */ decorative(drawn.KeyOutlined);
export const LineChartOutlined = /* @__PURE__ */ decorative(drawn.LineChartOutlined);
export const LoadingOutlined = /* @__PURE__ */ decorative(drawn.LoadingOutlined);
export const LockOutlined = /* @__PURE__ */ decorative(drawn.LockOutlined);
export const LogoutOutlined = /* @__PURE__ */ decorative(drawn.LogoutOutlined);
export const MenuOutlined = /* @__PURE__ */ decorative(drawn.MenuOutlined);
export const MoreOutlined = /* @__PURE__ */ decorative(drawn.MoreOutlined);
export const NumberOutlined = /* @__PURE__ */ decorative(drawn.NumberOutlined);
export const OrderedListOutlined = /* @__PURE__ */ decorative(drawn.OrderedListOutlined);
export const PartitionOutlined = /* @__PURE__ */ decorative(drawn.PartitionOutlined);
export const PauseCircleFilled = /* @__PURE__ */ decorative(drawn.PauseCircleFilled);
export const PauseOutlined = /* @__PURE__ */ decorative(drawn.PauseOutlined);
export const PictureOutlined = /* @__PURE__ */ decorative(drawn.PictureOutlined);
export const PlusOutlined = /* @__PURE__ */ decorative(drawn.PlusOutlined);
export const PrinterOutlined = /* @__PURE__ */ decorative(drawn.PrinterOutlined);
export const PushpinOutlined = /* @__PURE__ */ decorative(drawn.PushpinOutlined);
export const RedoOutlined = /* @__PURE__ */ decorative(drawn.RedoOutlined);
export const ReloadOutlined = /* @__PURE__ */ decorative(drawn.ReloadOutlined);
export const SafetyCertificateOutlined = /* @__PURE__ */ decorative(
  drawn.SafetyCertificateOutlined,
);
export const SafetyOutlined = /* @__PURE__ */ decorative(drawn.SafetyOutlined);
export const SaveOutlined = /* @__PURE__ */ decorative(drawn.SaveOutlined);
export const ScanOutlined = /* @__PURE__ */ decorative(drawn.ScanOutlined);
export const ScheduleOutlined = /* @__PURE__ */ decorative(drawn.ScheduleOutlined);
export const ShareAltOutlined = /* @__PURE__ */ decorative(drawn.ShareAltOutlined);
export const SolutionOutlined = /* @__PURE__ */ decorative(drawn.SolutionOutlined);
export const SoundOutlined = /* @__PURE__ */ decorative(drawn.SoundOutlined);
export const StarOutlined = /* @__PURE__ */ decorative(drawn.StarOutlined);
export const StopOutlined = /* @__PURE__ */ decorative(drawn.StopOutlined);
export const StrikethroughOutlined = /* @__PURE__ */ decorative(drawn.StrikethroughOutlined);
export const TableOutlined = /* @__PURE__ */ decorative(drawn.TableOutlined);
export const ThunderboltOutlined = /* @__PURE__ */ decorative(drawn.ThunderboltOutlined);
export const UnderlineOutlined = /* @__PURE__ */ decorative(drawn.UnderlineOutlined);
export const UndoOutlined = /* @__PURE__ */ decorative(drawn.UndoOutlined);
export const UnlockOutlined = /* @__PURE__ */ decorative(drawn.UnlockOutlined);
export const UnorderedListOutlined = /* @__PURE__ */ decorative(drawn.UnorderedListOutlined);
export const UploadOutlined = /* @__PURE__ */ decorative(drawn.UploadOutlined);
export const UserOutlined = /* @__PURE__ */ decorative(drawn.UserOutlined);
export const WarningOutlined = /* @__PURE__ */ decorative(drawn.WarningOutlined);
