import { download, rescueFile } from "../store/rescue";
import type { Shelf } from "../store/shelf";
import { useLanguage } from "../text/language";

interface RescueProps {
  shelf: Shelf;
  attempt: string;
}

/** Saves what this browser holds of an attempt as a file for the invigilator. */
export function RescueButton({ shelf, attempt }: RescueProps) {
  const { t } = useLanguage();
  const save = async () => {
    const file = await rescueFile(shelf, attempt);
    if (file) download(file);
  };
  return (
    <button type="button" className="button" onClick={() => void save()}>
      {t("entry.leftover.save")}
    </button>
  );
}
