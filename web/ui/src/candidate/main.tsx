import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { DisplayProvider } from "./display/use-display";
import { LanguageProvider } from "./text/language";
import { App } from "./ui/app";
import "./ui/style/base.css";
import "./ui/style/pages.css";
import "./ui/style/exam.css";
import "./ui/style/question.css";
import "./ui/style/kinds.css";
import "./ui/style/display.css";

const root = document.getElementById("root");
if (root) {
  createRoot(root).render(
    <StrictMode>
      <LanguageProvider>
        <DisplayProvider>
          <App />
        </DisplayProvider>
      </LanguageProvider>
    </StrictMode>,
  );
}
