import { Segmented } from "antd";

import { useLanguage, type Language } from "../text/language";

export function LanguageSwitch() {
  const { language, setLanguage } = useLanguage();
  return (
    <Segmented<Language>
      size="small"
      value={language}
      onChange={setLanguage}
      options={[
        { label: "VI", value: "vi", title: "Tiếng Việt" },
        { label: "EN", value: "en", title: "English" },
      ]}
    />
  );
}
